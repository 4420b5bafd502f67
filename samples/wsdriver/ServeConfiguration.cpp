//
// ServeConfiguration.cpp
//
// What the layers of wsdriver serve's configuration come to.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ServeConfiguration.h"
#include "UsageError.h"
#include <Poco/Error.h>
#include <Poco/Exception.h>
#include <Poco/NumberFormatter.h>
#include <Poco/NumberParser.h>
#include <Poco/StringTokenizer.h>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <sys/un.h>
#include <vector>


namespace Tool {


namespace {


constexpr double MAX_SIZE = 1e15;
constexpr double MAX_SECONDS = 1e9;
constexpr double MAX_THREADS = 1024;
constexpr double MAX_CONNECTIONS = 1e9;
constexpr double DRAIN = 5;

const char LOOP[] = "loop";
const char HTTP_SERVER[] = "httpserver";


std::vector<std::string> split(const std::string& list, const char* separator)
{
	const Poco::StringTokenizer parts(list, separator, Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY);
	return {parts.begin(), parts.end()};
}


void checkReadable(const std::string& what, const std::string& path)
{
	std::ifstream file(path);
	char first = 0;
	if (file.get(first)) return;
	const auto why = errno == 0 || file.is_open() ? "there is nothing to read" : Poco::Error::getMessage(errno);
	throw Poco::OpenFileException("cannot read the " + what + " " + path + ": " + why);
}


} // namespace


ServeConfiguration::ServeConfiguration(const Poco::Util::AbstractConfiguration& configuration):
	_configuration(configuration)
{
	check();
}


void ServeConfiguration::check() const
{
	const auto engine = text("engine", LOOP);
	if (engine != LOOP && engine != HTTP_SERVER) throw UsageError("there is no engine " + engine + ", only " + LOOP + " and " + HTTP_SERVER);
	if (engine == HTTP_SERVER)
	{
		const std::string with = std::string(" with the engine ") + HTTP_SERVER;
		if (!text("threads").empty()) throw UsageError("--threads" + with + ", which has a thread for each connection");
		if (!text("unix").empty()) throw UsageError("--unix" + with + ", which listens on TCP ports only");
	}
	if (!text("tlsCert").empty() && text("tlsKey").empty()) throw UsageError("--tls-cert without --tls-key");
	if (text("tlsCert").empty() && !text("tlsKey").empty()) throw UsageError("--tls-key without --tls-cert");
}


bool ServeConfiguration::usesLoops() const
{
	return text("engine", LOOP) == LOOP;
}


std::string ServeConfiguration::place() const
{
	const auto path = text("unix");
	return path.empty() ? text("host", "127.0.0.1") + " port " + text("port", "8080") : path;
}


Poco::Net::SocketAddress ServeConfiguration::address() const
{
	const auto path = text("unix");
	if (path.size() >= sizeof sockaddr_un::sun_path) throw UsageError("the path of a socket has at most " + std::to_string(sizeof sockaddr_un::sun_path - 1) + " bytes: " + path);
	if (!path.empty()) return Poco::Net::SocketAddress(Poco::Net::SocketAddress::UNIX_LOCAL, path);

	auto host = text("host", "127.0.0.1");
	if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);        // as in a URL
	return {host, static_cast<Poco::UInt16>(whole("port", 8080, 0, 65535))};
}


EngineSettings ServeConfiguration::engineSettings() const
{
	EngineSettings settings;
	settings.threads = whole("threads", 1, 1, MAX_THREADS);
	if (!text("maxConnections").empty()) settings.maxConnections = whole("maxConnections", 0, 1, MAX_CONNECTIONS);
	settings.tls = tls();
	return settings;
}


std::shared_ptr<WS::Net::ServerTLS> ServeConfiguration::tls() const
{
	const auto certificate = text("tlsCert");
	const auto key = text("tlsKey");
	if (certificate.empty()) return nullptr;

	checkReadable("certificate", certificate);
	checkReadable("key", key);
	try
	{
		return std::make_shared<WS::Net::ServerTLS>(certificate, key);
	}
	catch (const Poco::Exception& exception)
	{
		throw Poco::DataFormatException("cannot use the certificate " + certificate + " with the key " + key + ": " + exception.message());
	}
}


Poco::Timespan ServeConfiguration::drain() const
{
	const double microseconds = number("drain", DRAIN, 0, MAX_SECONDS) * Poco::Timespan::SECONDS;
	return Poco::Timespan(static_cast<Poco::Timespan::TimeDiff>(microseconds));
}


WS::Net::Endpoint ServeConfiguration::endpoint(const WS::ExtensionRegistry& extensions) const
{
	auto options = std::make_shared<WS::Options>();
	options->maxLength = whole("maxMessage", WS::Net::DEFAULT_MAX_LENGTH, 1, MAX_SIZE);
	options->protocols = split(text("protocols"), ",");
	options->extensions = extensions;

	WS::Net::Endpoint endpoint;
	endpoint.options = std::move(options);
	endpoint.settings.drafts = _configuration.getBool("serve.drafts", false);
	for (const auto& origin: split(text("origins"), ","))
	{
		if (origin == "any") endpoint.origins = WS::Net::OriginPolicy::any();
		else endpoint.origins.allow(origin);
	}
	return endpoint;
}


ExtensionOptions ServeConfiguration::extensions() const
{
	ExtensionOptions options;
	options.pluginName = "serve.plugins";
	options.deflateName = "serve.deflate";
	for (const auto& plugin: split(text("plugins"), ";")) options.chosen.push_back({true, plugin});
	const auto deflate = text("deflate");
	options.noDeflate = deflate == "off";
	if (!deflate.empty() && !options.noDeflate) options.chosen.push_back({false, deflate});
	return options;
}


std::filesystem::path ServeConfiguration::pageFolder() const
	/// WSDRIVER_PAGE leads from the folder of the program to the page, wherever the two are moved to.
{
	std::filesystem::path folder = text("page");
	if (folder.empty()) folder = std::filesystem::canonical(_configuration.getString("application.path")).parent_path() / WSDRIVER_PAGE;
	if (!std::filesystem::is_regular_file(folder / "index.html"))
	{
		throw Poco::FileNotFoundException("the page: there is no index.html in " + folder.lexically_normal().string());
	}
	return folder;
}


std::string ServeConfiguration::text(const std::string& key, const std::string& standard) const
	/// An empty value is as good as none.
{
	const auto value = _configuration.getString("serve." + key, "");
	return value.empty() ? standard : value;
}


double ServeConfiguration::number(const std::string& key, double standard, double least, double most) const
{
	const auto value = text(key);
	if (value.empty()) return standard;
	double number = 0;
	if (Poco::NumberParser::tryParseFloat(value, number) && number >= least && number <= most) return number;
	throw UsageError("serve." + key + " " + value + ": no number from " + Poco::NumberFormatter::format(least) + " to " + Poco::NumberFormatter::format(most));
}


std::size_t ServeConfiguration::whole(const std::string& key, std::size_t standard, double least, double most) const
{
	const double value = number(key, static_cast<double>(standard), least, most);
	if (value != std::floor(value)) throw UsageError("serve." + key + " " + text(key) + ": no whole number");
	return static_cast<std::size_t>(value);
}


} // namespace Tool
