//
// Serve.h
//
// wsdriver serve: a server with an echo, a chat and a page.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Serve_INCLUDED
#define WSDriver_Serve_INCLUDED


#include "Extensions.h"
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>


namespace Tool {


struct ServeOptions
	/// What the command line says; what it leaves out comes from the configuration file, else from
	/// the defaults. Extensions and verbose are told by the command line alone.
{
	std::optional<std::string> host;
	std::optional<std::uint16_t> port;
	std::vector<std::string> protocols;
	std::optional<std::size_t> maxMessage;
	std::vector<std::string> origins;
	bool drafts = false;
	std::optional<std::string> page;
	ExtensionOptions extensions;
	std::optional<std::string> config;
	bool verbose = false;
};


void serve(const ServeOptions& options, const char* program);
	/// Serves until SIGINT, SIGTERM or SIGQUIT. program is the command's own name, argv[0]: the page
	/// and a configuration file are searched for from there.


} // namespace Tool


#endif // WSDriver_Serve_INCLUDED
