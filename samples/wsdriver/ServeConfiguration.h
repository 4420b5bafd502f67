//
// ServeConfiguration.h
//
// What the layers of wsdriver serve's configuration come to.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_ServeConfiguration_INCLUDED
#define WSDriver_ServeConfiguration_INCLUDED


#include "Engine.h"
#include "Extensions.h"
#include <Poco/Util/AbstractConfiguration.h>
#include <filesystem>


namespace Tool {


class ServeConfiguration
	/// The values below "serve.", of whichever layer, or their defaults. What makes no sense is a UsageError, files that cannot be
	/// used are Poco's exceptions.
{
public:
	explicit ServeConfiguration(const Poco::Util::AbstractConfiguration& configuration);

	bool usesLoops() const;
		/// Or else Poco's HTTPServer.

	std::string place() const;
		/// Where to listen, for a message.

	Poco::Net::SocketAddress address() const;
	EngineSettings engineSettings() const;
	Poco::Timespan drain() const;

	WS::Net::Endpoint endpoint(const WS::ExtensionRegistry& extensions) const;
		/// Without a listener function.

	ExtensionOptions extensions() const;
	std::filesystem::path pageFolder() const;

private:
	std::string text(const std::string& key, const std::string& standard = {}) const;
	double number(const std::string& key, double standard, double least, double most) const;
	std::size_t whole(const std::string& key, std::size_t standard, double least, double most) const;
	std::shared_ptr<WS::Net::ServerTLS> tls() const;
	void check() const;

	const Poco::Util::AbstractConfiguration& _configuration;
};


} // namespace Tool


#endif // WSDriver_ServeConfiguration_INCLUDED
