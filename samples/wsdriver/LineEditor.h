//
// LineEditor.h
//
// A line that is being typed.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_LineEditor_INCLUDED
#define WSDriver_LineEditor_INCLUDED


#include <cstddef>
#include <string>
#include <string_view>
#include <vector>


namespace Tool {


class LineEditor
	/// Turns the bytes of a terminal into lines: UTF-8, the arrow keys, Home, End, Delete, the usual control
	/// keys (A B D E F H K U W) and a history. Does no input and no output of its own.
{
public:
	struct View
		/// The part of the line that fits, and where the cursor stands in it, in columns.
	{
		std::string text;
		std::size_t cursor = 0;
	};

	void type(std::string_view bytes, std::vector<std::string>& lines);
		/// Appends the lines that the bytes complete, without their ends.

	bool ended() const;
		/// Ctrl-D was typed on an empty line.

	View view(std::size_t columns) const;

private:
	enum class Keys
		/// Where we are in what a key sends.
	{
		PLAIN,
		ESCAPE,          /// after ESC
		SEQUENCE         /// after ESC [ or ESC O
	};

	void byte(unsigned char byte, std::vector<std::string>& lines);
	void plain(unsigned char byte, std::vector<std::string>& lines);
	void control(unsigned char key);
	void sequence(unsigned char byte);
	void insert(unsigned char byte);
	void remove(std::size_t from, std::size_t to);
	void removeWord();
	void recall(bool older);
	std::string take();

	std::u32string _line;
	std::size_t _cursor = 0;
	Keys _keys = Keys::PLAIN;
	std::string _sequence;
	char32_t _character = 0;
	int _bytesToCome = 0;
	std::vector<std::u32string> _history;
	std::size_t _recalled = 0;
	bool _ended = false;
};


} // namespace Tool


#endif // WSDriver_LineEditor_INCLUDED
