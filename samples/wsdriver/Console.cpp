//
// Console.cpp
//
// What the user sees and types.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Console.h"
#include "Harmless.h"
#include <Poco/Exception.h>
#include <Poco/Format.h>
#include <algorithm>
#include <cerrno>
#include <iostream>
#include <unistd.h>


namespace Tool {


namespace {


constexpr std::size_t MAX_LINE = 16 * 1024 * 1024;
constexpr std::size_t HEX_HEAD = 16;

const char PROMPT[] = "> ";
const char ERASE_LINE[] = "\r\x1b[K";
const char SENT[] = "\x1b[32m";
const char RECEIVED[] = "\x1b[36m";
const char FAINT[] = "\x1b[2m";
const char NO_COLOUR[] = "\x1b[0m";


std::string hexHead(std::string_view bytes)
{
	std::string hex;
	for (const char c: bytes.substr(0, HEX_HEAD)) hex += Poco::format(" %02x", static_cast<unsigned>(c & 0xff));
	return bytes.size() > HEX_HEAD ? hex + " ..." : hex;
}


} // namespace


Console::Console():
	_onTerminal(isatty(STDOUT_FILENO)),
	_coloured(Terminal::hasColour(STDOUT_FILENO))
{
}


void Console::startInput()
{
	if (!Terminal::canEdit()) return;
	_terminal.emplace();
	showPrompt();
}


void Console::endInput()
{
	if (!_terminal) return;
	hidePrompt();
	std::cout << std::flush;
	_terminal.reset();
}


bool Console::readInput(std::vector<std::string>& lines)
{
	char buffer[64 * 1024];
	ssize_t size;
	do size = read(STDIN_FILENO, buffer, sizeof buffer);
	while (size < 0 && errno == EINTR);
	const std::string_view bytes(buffer, static_cast<std::size_t>(std::max<ssize_t>(0, size)));

	if (!_terminal)
	{
		split(bytes, lines);
		if (bytes.empty() && !_rest.empty()) lines.push_back(std::move(_rest));
		return !bytes.empty();
	}
	const auto first = lines.size();
	_editor.type(bytes, lines);
	hidePrompt();
	for (auto i = first; i < lines.size(); ++i) printLine(SENT, PROMPT, lines[i]);
	showPrompt();
	return !bytes.empty() && !_editor.ended();
}


void Console::split(std::string_view bytes, std::vector<std::string>& lines)
{
	for (std::size_t end; (end = bytes.find('\n')) != bytes.npos; bytes.remove_prefix(end + 1))
	{
		lines.push_back(_rest.append(bytes.substr(0, end)));
		_rest.clear();
	}
	_rest.append(bytes);
	if (_rest.size() > MAX_LINE) throw Poco::DataException("a line of the input is longer than 16 MiB");
}


void Console::text(std::string_view payload)
{
	message(payload);
}


void Console::binary(std::string_view payload)
{
	message(Poco::format("binary, %z bytes:%s", payload.size(), hexHead(payload)));
}


void Console::remark(std::string_view text)
{
	if (_terminal)
	{
		hidePrompt();
		printLine(FAINT, "", harmless(text));
		showPrompt();
	}
	else std::cerr << harmless(text) << std::endl;
}


bool Console::isTerminal() const
{
	return _terminal.has_value();
}


void Console::message(std::string_view text)
{
	if (_terminal) hidePrompt();
	if (_onTerminal) printLine(RECEIVED, "< ", harmless(text));
	else std::cout << text << std::endl;
	if (!std::cout) throw Poco::WriteFileException("cannot write to standard output");
	if (_terminal) showPrompt();
}


void Console::printLine(std::string_view colour, std::string_view mark, std::string_view text)
{
	if (!_coloured) std::cout << mark << text << std::endl;
	else if (mark.empty()) std::cout << colour << text << NO_COLOUR << std::endl;
	else std::cout << colour << mark << NO_COLOUR << text << std::endl;
}


void Console::hidePrompt()
{
	std::cout << ERASE_LINE;
}


void Console::showPrompt()
{
	const std::string_view prompt = PROMPT;
	const auto view = _editor.view(std::max(_terminal->columns(), prompt.size()) - prompt.size());
	std::cout << ERASE_LINE << (_coloured ? SENT : "") << prompt << (_coloured ? NO_COLOUR : "") << view.text << '\r';
	std::cout << "\x1b[" << prompt.size() + view.cursor << 'C' << std::flush;
}


} // namespace Tool
