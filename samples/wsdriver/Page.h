//
// Page.h
//
// The web page, from files.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Page_INCLUDED
#define WSDriver_Page_INCLUDED


#include "WS/HTTP.h"
#include <filesystem>
#include <set>
#include <string>


namespace Tool {


class Page
	/// Serves the plain files of one folder by name, and index.html as "/". No other folder can
	/// be reached: a name has no slashes, and is not decoded. For any thread.
{
public:
	Page(std::filesystem::path folder, std::set<std::string> endpoints);
		/// The endpoints' paths are answered with 426 (RFC 9110 15.5.22): they are not for plain HTTP.

	WS::Response answer(const WS::Request& request) const;
		/// To a GET or HEAD, with the body in either case.

private:
	WS::Response file(const std::string& path) const;

	const std::filesystem::path _folder;
	const std::set<std::string> _endpoints;
};


} // namespace Tool


#endif // WSDriver_Page_INCLUDED
