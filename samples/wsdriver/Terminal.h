//
// Terminal.h
//
// The terminal that we were started on.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Terminal_INCLUDED
#define WSDriver_Terminal_INCLUDED


#include <cstddef>
#include <termios.h>


namespace Tool {


class Terminal
	/// Hands keys over as they are typed and shows none of them, as long as it exists. Ctrl-C stays
	/// a signal; Ctrl-Z is none, since a stopped program would leave the terminal like this.
{
public:
	Terminal();
	~Terminal();

	Terminal(const Terminal&) = delete;
	Terminal& operator = (const Terminal&) = delete;

	std::size_t columns() const;

	static bool canEdit();
		/// Whether both ends are a terminal that can move its cursor.

	static bool hasColour(int descriptor);
		/// Whether the descriptor is a terminal that shows colours, and the user wants them
		/// (https://no-color.org).

private:
	termios _before;
};


} // namespace Tool


#endif // WSDriver_Terminal_INCLUDED
