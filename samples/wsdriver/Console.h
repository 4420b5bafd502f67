//
// Console.h
//
// What the user sees and types.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Console_INCLUDED
#define WSDriver_Console_INCLUDED


#include "LineEditor.h"
#include "Terminal.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>


namespace Tool {


class Console
	/// On a terminal: a prompt that what arrives does not tear, and colour. In a pipe: the messages on
	/// standard output, all else on standard error.
{
public:
	Console();

	void startInput();
		/// Shows the prompt, if this is a terminal.

	void endInput();
		/// Takes the prompt away, and leaves the terminal as it was.

	bool readInput(std::vector<std::string>& lines);
		/// Appends the lines that have been typed or piped in; waits if there is nothing. False: nothing further
		/// will come. A line of more than 16 MiB: Poco::DataException.

	void text(std::string_view payload);
	void binary(std::string_view payload);
		/// A message has arrived.

	void remark(std::string_view text);
		/// What happens to the connection.

	bool isTerminal() const;
		/// Whether the prompt is there.

private:
	void split(std::string_view bytes, std::vector<std::string>& lines);
	void message(std::string_view text);
	void printLine(std::string_view colour, std::string_view mark, std::string_view text);
	void hidePrompt();
	void showPrompt();

	const bool _onTerminal;
	const bool _coloured;
	std::optional<Terminal> _terminal;
	LineEditor _editor;
	std::string _rest;
};


} // namespace Tool


#endif // WSDriver_Console_INCLUDED
