//
// Terminal.cpp
//
// The terminal that we were started on.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Terminal.h"
#include <clocale>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>


namespace Tool {


namespace {


bool isDumb()
{
	const char* name = std::getenv("TERM");
	return !name || !*name || std::string_view(name) == "dumb";
}


} // namespace


Terminal::Terminal()
{
	std::setlocale(LC_CTYPE, "C.UTF-8");        // for wcwidth()
	tcgetattr(STDIN_FILENO, &_before);
	termios now = _before;
	now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | IEXTEN);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
	now.c_cc[VSUSP] = _POSIX_VDISABLE;
	now.c_cc[VQUIT] = _POSIX_VDISABLE;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
}


Terminal::~Terminal()
{
	tcsetattr(STDIN_FILENO, TCSADRAIN, &_before);
}


std::size_t Terminal::columns() const
{
	winsize size{};
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}


bool Terminal::canEdit()
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && !isDumb();
}


bool Terminal::hasColour(int descriptor)
{
	const char* unwanted = std::getenv("NO_COLOR");
	return isatty(descriptor) && !isDumb() && !(unwanted && *unwanted);
}


} // namespace Tool
