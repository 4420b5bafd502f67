//
// UsageError.h
//
// What the user got wrong.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_UsageError_INCLUDED
#define WSDriver_UsageError_INCLUDED


#include <stdexcept>


namespace Tool {


class UsageError: public std::runtime_error
	/// A command line that cannot be carried out: exit code 2. All other exceptions: 1.
{
public:
	using std::runtime_error::runtime_error;
};


} // namespace Tool


#endif // WSDriver_UsageError_INCLUDED
