//
// CommandLine.cpp
//
// What the user asks for.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "CommandLine.h"
#include "WS/WS.h"
#include <Poco/NumberFormatter.h>


namespace Tool {


namespace {


constexpr double MAX_SIZE = 1e15;
constexpr double MAX_SECONDS = 1e9;


const char EXAMPLES[] = R"(Examples:
  wsdriver serve
  wsdriver connect ws://127.0.0.1:8080/echo
  wsdriver connect --help)";

const char EXTENSIONS[] = R"(Extensions are used in the order of --plugin and --deflate; permessage-deflate without
--deflate comes last. Of those that want the same reserved bit, as zstd and deflate do,
a connection has the first in the order of the server. OPTIONS are key=value,key=value; those
of permessage-deflate are in framework/doc/deflate.md, and threshold is 64 unless given.

)";

const char SERVE_EXAMPLES[] = R"(/ is the page, /echo sends everything back, /chat?name=NAME passes texts of at
most 64 KiB on to everybody. Ctrl-C and SIGTERM close every connection with 1001, and wait
for the answers; a second one does not. SIGHUP does the same, but with --tls-cert, unless
the engine is httpserver, it reads certificate and key again for those who come from then on.

A configuration file (wsdriver.properties in the program's folder or one above
it, unless --config names another) can set serve.engine, serve.threads, serve.host,
serve.port, serve.unix, serve.tlsCert, serve.tlsKey, serve.drain, serve.protocols,
serve.maxMessage, serve.origins, serve.drafts, serve.page, serve.verbose, serve.plugins
(FILE[:OPTIONS]; FILE[:OPTIONS]), serve.deflate (options, or off), serve.maxConnections
(no limit but that of descriptors; 500 with httpserver), and logging.* as Poco describes it.

Examples:
  wsdriver serve --port 0
  wsdriver serve --host 0.0.0.0 --origin https://example.com --threads 2
  wsdriver serve --host :: --port 8443 --tls-cert chain.pem --tls-key key.pem
  wsdriver serve --unix /run/wsdriver/socket --drain 30
  wsdriver serve --protocol soap --protocol wamp --max-message 65536
  wsdriver serve --plugin ./hello.so:greeting=Ahoy --deflate=level=6 --verbose)";

const char CONNECT_EXAMPLES[] = R"(Each line of the input is sent as a text. What arrives is shown, binary as its
size and first bytes; in a pipe nothing else stands on standard output. Ctrl-D and
Ctrl-C close the connection.

With --reconnect a connection that cannot be made or is lost is followed by another, after a
random time of at most 0.5 seconds, then 1, 2, and so on up to 60, until a server or proxy
answers with 400 to 499. Messages that were on their way are not sent again.

The exit code is 0 if the connection ended with 1000, 1001 or without a code.

Examples:
  wsdriver connect 'ws://127.0.0.1:8080/chat?name=Ada'
  wsdriver connect ws://127.0.0.1:8080/echo --text Hello --text World
  wsdriver connect ws://127.0.0.1:8080/echo <messages.txt
  wsdriver connect ws://example.com/ --proxy http://user:secret@proxy:3128
  wsdriver connect wss://example.com/ --proxy socks5://127.0.0.1:1080 --follow --reconnect
  wsdriver connect wss://127.0.0.1:8443/echo --ca chain.pem
  wsdriver connect ws://127.0.0.1:8080/echo --header 'Authorization: Bearer x'
  wsdriver connect ws://127.0.0.1:8080/echo --plugin zstd.so:level=3,windowLog=17)";

const char CONFORMANCE_EXAMPLES[] = R"(The server has to send every message back, as text or binary as it came, up to 16 MiB.
517 cases have the numbers of the Autobahn test suite, judged strictly: what is called
non-strict there fails. Groups 12 and 13 are permessage-deflate, over data of our own:
UNIMPLEMENTED is what a server does not agree to, which is no failure. Group D is not
of that suite: whether a server keeps to what was offered and agreed, bad data, lengths.
A PATTERN is that of a shell, such as '6.*', and stands for all cases below it too: 6.4 is
6.4.1 to 6.4.4.

A line for each case goes to standard output, and a table of the groups in the end. The
exit code is 1 if a case has failed.

Examples:
  wsdriver conformance ws://127.0.0.1:8080/echo
  wsdriver conformance ws://127.0.0.1:8080/echo --case 6 --case '7.1.*'
  wsdriver conformance ws://127.0.0.1:8080/echo --skip 9 --quiet
  wsdriver conformance ws://127.0.0.1:8080/echo --case 12 --case 13 --case D --full)";

const char AUTOBAHN_EXAMPLES[] = R"(Example, with the suite's server from https://github.com/crossbario/autobahn-testsuite:
  wstest -m fuzzingserver
  wsdriver autobahn ws://127.0.0.1:9001)";


const char INSPECT_EXAMPLES[] = R"(The plug-in is loaded as by --plugin, but in a process of its own: it may crash or hang
there. Printed are its name and version, what it offers to a server and would answer
itself, and how it was built, beside how wsdriver was. The exit code is 1 if it is refused.

Examples:
  wsdriver inspect ./hello.so
  wsdriver inspect ./zstd.so:level=3)";


template <class Value>
CLI::Option* add(CLI::App* command, const char* name, Value& value, const char* type, const char* help)
{
	return command->add_option(name, value, help)->option_text(type);
}


CLI::Option* add(CLI::App* command, const char* name, std::vector<std::string>& values, const char* type, const char* help)
	/// Takes one value each time it is given.
{
	return command->add_option(name, values, help)->option_text(type)->allow_extra_args(false);
}


CLI::Validator numberFrom(double least, double most)
{
	const auto check = [=](std::string& text) -> std::string {
		double number = 0;
		const bool good = CLI::detail::lexical_cast(text, number) && number >= least && number <= most;
		return good ? "" : text + " is no number from " + Poco::NumberFormatter::format(least) + " to " + Poco::NumberFormatter::format(most);
	};
	return CLI::Validator(check, "");
}


CLI::Option* addInOrder(CLI::App* command, const char* name, ExtensionOptions& options, bool isPlugin, const char* help)
	/// What the option says goes behind what was chosen before it, whichever option that was.
{
	const auto choose = [&options, isPlugin](const std::string& text) {
		const bool isBare = !isPlugin && text == "true";        // CLI11's value of a flag without one
		options.chosen.push_back({isPlugin, isBare ? "" : text});
	};
	return command->add_option_function<std::string>(name, choose, help)->trigger_on_parse();
}


void addTLS(CLI::App* command, TLSOptions& options)
{
	command->add_flag("--insecure", options.insecure, "Accept any certificate: anybody on the way can read and change all");
	add(command, "--ca", options.authorities, "FILE", "Trust the certificates in this file (PEM), in place of the system's");
}


void addExtensions(CLI::App* command, ExtensionOptions& options)
{
	addInOrder(command, "--plugin", options, true, "Load an extension; may be repeated")->option_text("FILE[:OPTIONS]");
	addInOrder(command, "--deflate", options, false, "Set options of permessage-deflate, which is on")->expected(0)->option_text("[=OPTIONS]");
	command->add_flag("--no-deflate", options.noDeflate, "Do without permessage-deflate");
}


} // namespace


CommandLine::CommandLine():
	parser("WebSocket server and client of the WSDriver library", "wsdriver")
{
	parser.set_help_flag("-h,--help", "Show this help");
	parser.set_version_flag("--version", "wsdriver " WS_VERSION, "Show the version");
	parser.get_formatter()->column_width(28);        // inherited, as the help flag is
	parser.footer(EXAMPLES);
	serve = parser.add_subcommand("serve", "Serve a page, an echo and a chat");
	connect = parser.add_subcommand("connect", "Talk to a server by hand");
	conformance = parser.add_subcommand("conformance", "Test how well a server keeps to RFC 6455 and 7692");
	autobahn = parser.add_subcommand("autobahn", "Be tested by the Autobahn conformance suite");
	inspect = parser.add_subcommand("inspect", "Show what a plug-in is, or why it is refused");
	parser.require_subcommand(0, 1);
	describeServe();
	describeConnect();
	describeConformance();
	describeAutobahn();
	describeInspect();
}


void CommandLine::describeServe()
{
	auto& options = serveOptions;
	add(serve, "--engine", options.engine, "NAME", "'loop' (default), or 'httpserver': a thread per connection");
	add(serve, "--threads", options.threads, "N", "Threads of the event loops (default 1)")->check(numberFrom(1, 1024));
	add(serve, "--host", options.host, "ADDRESS", "Address to listen on (default 127.0.0.1; all: ::)");
	add(serve, "--port", options.port, "PORT", "Port to listen on, 0 for a free one (default 8080)")->check(numberFrom(0, 65535));
	add(serve, "--unix", options.unixPath, "PATH", "Unix domain socket to listen on, in place of a port");
	add(serve, "--tls-cert", options.tlsCertificate, "FILE", "Serve https and wss: certificate and its chain (PEM)");
	add(serve, "--tls-key", options.tlsKey, "FILE", "The certificate's private key (PEM)");
	add(serve, "--drain", options.drain, "SECONDS", "How long connections may take to close in the end (default 5)")->check(numberFrom(0, MAX_SECONDS));
	add(serve, "--protocol", options.protocols, "NAME", "Subprotocol to agree to; may be repeated");
	add(serve, "--max-message", options.maxMessage, "BYTES", "Longest message to accept (default 16 MiB)")->check(numberFrom(1, MAX_SIZE));
	add(serve, "--origin", options.origins, "ORIGIN", "Whose pages may connect besides our own, or 'any'; may be repeated");
	serve->add_flag("--drafts", options.drafts, "Speak hixie-75 and hixie-76 too, which lack masks");
	add(serve, "--page", options.page, "DIR", "Folder of the page (default: it comes with the program)");
	addExtensions(serve, options.extensions);
	add(serve, "--config", options.config, "FILE", "Configuration file");
	serve->add_flag("-v,--verbose", options.verbose, "Log each connection, with the extensions in use, and how it ended");
	serve->footer(std::string(EXTENSIONS) + SERVE_EXAMPLES);
}


void CommandLine::describeConnect()
{
	auto& options = connectOptions;
	add(connect, "url", options.url, "URL", "ws://HOST[:PORT]/PATH, or wss://... with TLS")->required();
	add(connect, "--protocol", options.protocols, "NAME", "Subprotocol to offer; may be repeated");
	add(connect, "--header", options.headers, "HEADER", "'Name: value' to send; may be repeated");
	add(connect, "--origin", options.origin, "ORIGIN", "Origin to send, as a page's browser would");
	add(connect, "--proxy", options.proxy, "URL", "Proxy to go through: http, https or socks5://[USER:PASSWORD@]HOST:PORT");
	add(connect, "--proxy-header", options.proxyHeaders, "HEADER", "'Name: value' to send to the proxy; may be repeated");
	connect->add_flag("--proxy-from-environment", options.proxyFromEnvironment, "Without --proxy, use http_proxy, all_proxy and no_proxy as curl does");
	addTLS(connect, options.tls);
	connect->add_flag("--follow", options.follow, "Follow redirects, up to 5");
	connect->add_flag("--reconnect", options.reconnect, "Connect again until the input has ended");
	add(connect, "--ping", options.ping, "SECONDS", "Send a ping this often, and end when one is not answered")->check(numberFrom(0.001, MAX_SECONDS));
	add(connect, "--text", options.texts, "MESSAGE", "Text to send in place of the input; may be repeated");
	add(connect, "--wait", options.wait, "SECONDS", "Go on receiving so long after all is sent (default 1; typing: 0)")->check(numberFrom(0, MAX_SECONDS));
	addExtensions(connect, options.extensions);
	connect->footer(std::string(EXTENSIONS) + CONNECT_EXAMPLES);
}


void CommandLine::describeConformance()
{
	auto& options = conformanceOptions;
	add(conformance, "url", options.url, "URL", "The server's echo, ws://HOST[:PORT]/PATH")->required();
	add(conformance, "--case", options.cases, "PATTERN", "Cases to run (default all); may be repeated");
	add(conformance, "--skip", options.skipped, "PATTERN", "Cases to leave out; may be repeated");
	add(conformance, "--timeout", options.timeout, "SECONDS", "Give up when nothing happens for so long (default 5)")->check(numberFrom(0.001, MAX_SECONDS));
	conformance->add_flag("--full", options.full, "1000 messages in each case of groups 12 and 13, not 20");
	conformance->add_flag("--quiet", options.quiet, "No lines for cases that have passed");
	conformance->footer(CONFORMANCE_EXAMPLES);
}


void CommandLine::describeAutobahn()
{
	add(autobahn, "url", autobahnOptions.url, "URL", "The fuzzing server, ws://HOST[:PORT] or wss://...")->required();
	addTLS(autobahn, autobahnOptions.tls);
	add(autobahn, "--agent", autobahnOptions.agent, "NAME", "Name for the report (default WSDriver)");
	autobahn->footer(AUTOBAHN_EXAMPLES);
}


void CommandLine::describeInspect()
{
	add(inspect, "file", inspectOptions.plugin, "FILE[:OPTIONS]", "The plug-in")->required();
	add(inspect, "--timeout", inspectOptions.timeout, "SECONDS", "Give up when it has not returned by then (default 5)")->check(numberFrom(0.001, MAX_SECONDS));
	inspect->footer(INSPECT_EXAMPLES);
}


} // namespace Tool
