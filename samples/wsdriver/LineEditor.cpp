//
// LineEditor.cpp
//
// A line that is being typed.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LineEditor.h"
#include <algorithm>
#include <cwchar>


namespace Tool {


namespace {


constexpr std::size_t MAX_LINE = 64 * 1024;
constexpr std::size_t MAX_SEQUENCE = 16;
constexpr std::size_t MAX_HISTORY = 500;

constexpr unsigned char CTRL_A = 1, CTRL_B = 2, CTRL_D = 4, CTRL_E = 5, CTRL_F = 6, CTRL_H = 8, TAB = 9, CTRL_K = 11, CTRL_U = 21, CTRL_W = 23, ESC = 27, DEL = 127;


void append(std::string& bytes, char32_t character)
{
	const auto low = [&](int shift) { bytes += static_cast<char>(0x80 | ((character >> shift) & 0x3f)); };
	if (character < 0x80) bytes += static_cast<char>(character);
	else if (character < 0x800)
	{
		bytes += static_cast<char>(0xc0 | (character >> 6));
		low(0);
	}
	else if (character < 0x10000)
	{
		bytes += static_cast<char>(0xe0 | (character >> 12));
		low(6);
		low(0);
	}
	else
	{
		bytes += static_cast<char>(0xf0 | (character >> 18));
		low(12);
		low(6);
		low(0);
	}
}


std::size_t widthOf(char32_t character)
{
	return static_cast<std::size_t>(std::max(0, wcwidth(static_cast<wchar_t>(character))));
}


} // namespace


void LineEditor::type(std::string_view bytes, std::vector<std::string>& lines)
{
	for (const char c: bytes) byte(static_cast<unsigned char>(c), lines);
}


bool LineEditor::ended() const
{
	return _ended;
}


LineEditor::View LineEditor::view(std::size_t columns) const
	/// The cursor, and as much as there is room for before it; then what follows.
{
	View view;
	std::size_t first = _cursor;
	while (first > 0 && view.cursor + widthOf(_line[first - 1]) < columns) view.cursor += widthOf(_line[--first]);

	std::size_t width = 0;
	for (std::size_t i = first; i < _line.size(); ++i)
	{
		width += widthOf(_line[i]);
		if (width >= columns) break;
		append(view.text, _line[i]);
	}
	return view;
}


void LineEditor::byte(unsigned char byte, std::vector<std::string>& lines)
{
	switch (_keys)
	{
	case Keys::PLAIN:
		plain(byte, lines);
		break;
	case Keys::ESCAPE:
		_keys = byte == '[' || byte == 'O' ? Keys::SEQUENCE : Keys::PLAIN;
		_sequence.clear();
		break;
	case Keys::SEQUENCE:
		sequence(byte);
		break;
	}
}


void LineEditor::plain(unsigned char byte, std::vector<std::string>& lines)
{
	if (byte == '\n' || byte == '\r') lines.push_back(take());
	else if (byte == ESC) _keys = Keys::ESCAPE;
	else if (byte == TAB) insert(' ');
	else if (byte < ' ' || byte == DEL) control(byte);
	else insert(byte);
}


void LineEditor::control(unsigned char key)
{
	switch (key)
	{
	case CTRL_A: _cursor = 0; break;
	case CTRL_B:
		if (_cursor > 0) --_cursor;
		break;
	case CTRL_D:
		if (_line.empty()) _ended = true;
		else remove(_cursor, _cursor + 1);
		break;
	case CTRL_E: _cursor = _line.size(); break;
	case CTRL_F:
		if (_cursor < _line.size()) ++_cursor;
		break;
	case CTRL_H:
	case DEL:
		if (_cursor > 0) remove(_cursor - 1, _cursor);
		break;
	case CTRL_K: remove(_cursor, _line.size()); break;
	case CTRL_U: remove(0, _cursor); break;
	case CTRL_W: removeWord(); break;
	default: break;
	}
}


void LineEditor::sequence(unsigned char byte)
	/// Ends with a byte from @ on (ECMA-48 5.4).
{
	if (byte < '@')
	{
		if (_sequence.size() < MAX_SEQUENCE) _sequence += static_cast<char>(byte);
		return;
	}
	_keys = Keys::PLAIN;
	if (byte == 'A' || byte == 'B') recall(byte == 'A');
	else if (byte == 'C') control(CTRL_F);
	else if (byte == 'D') control(CTRL_B);
	else if (byte == 'H' || (byte == '~' && _sequence == "1")) control(CTRL_A);
	else if (byte == 'F' || (byte == '~' && _sequence == "4")) control(CTRL_E);
	else if (byte == '~' && _sequence == "3") remove(_cursor, _cursor + 1);
}


void LineEditor::insert(unsigned char byte)
	/// Bytes that are no UTF-8 are dropped; the few malformed sequences that get through are
	/// refused by the driver.
{
	if (byte < 0x80)
	{
		_character = byte;
		_bytesToCome = 0;
	}
	else if (byte >= 0xc0)
	{
		_bytesToCome = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2
													   : 1;
		_character = byte & (0x3f >> _bytesToCome);
		return;
	}
	else
	{
		if (_bytesToCome == 0) return;
		_character = (_character << 6) | (byte & 0x3f);
		if (--_bytesToCome > 0 || _character < 0xa0) return;        // the second set of controls
	}
	if (_line.size() < MAX_LINE) _line.insert(_cursor++, 1, _character);
}


void LineEditor::remove(std::size_t from, std::size_t to)
{
	if (from >= _line.size()) return;
	_line.erase(from, to - from);
	_cursor = from;
}


void LineEditor::removeWord()
{
	std::size_t from = _cursor;
	while (from > 0 && _line[from - 1] == ' ') --from;
	while (from > 0 && _line[from - 1] != ' ') --from;
	remove(from, _cursor);
}


void LineEditor::recall(bool older)
{
	if (older ? _recalled == 0 : _recalled == _history.size()) return;
	_recalled = older ? _recalled - 1 : _recalled + 1;
	_line = _recalled < _history.size() ? _history[_recalled] : std::u32string();
	_cursor = _line.size();
}


std::string LineEditor::take()
{
	std::string bytes;
	for (const char32_t character: _line) append(bytes, character);
	if (!_line.empty() && (_history.empty() || _history.back() != _line)) _history.push_back(_line);
	if (_history.size() > MAX_HISTORY) _history.erase(_history.begin());
	_recalled = _history.size();
	_line.clear();
	_cursor = 0;
	return bytes;
}


} // namespace Tool
