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
	/// the defaults. Extensions go together: those of the
	/// command line, if it has any, replace those of the file.
{
	std::optional<std::string> engine;
	std::optional<std::size_t> threads;
	std::optional<std::string> host;
	std::optional<std::uint16_t> port;
	std::optional<std::string> unixPath;
	std::optional<std::string> tlsCertificate;
	std::optional<std::string> tlsKey;
	std::optional<double> drain;
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
	/// Serves until SIGINT, SIGTERM, SIGQUIT or SIGHUP, and drains then; a second one cuts that short. program is the command's own name, argv[0]: the page
	/// and a configuration file are searched for from there.


} // namespace Tool


#endif // WSDriver_Serve_INCLUDED
