//
// DriverTransport.h
//
// A driver as the peer under test, in memory.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_DriverTransport_INCLUDED
#define Conformance_DriverTransport_INCLUDED


#include "WS/ClientDriver.h"
#include "WS/PerMessageDeflate.h"
#include "WS/ServerDriver.h"
#include "conformance/suite/Agreement.h"
#include "conformance/suite/Transport.h"
#include <memory>
#include <vector>


namespace Conformance {


struct DriverSettings
{
	std::size_t read = 64 * 1024;
		/// The longest one.

	WS::DeflateOptions deflate;
};


class DriverTransport: public Transport, private WS::Listener
	/// Echoes every message. The driver gets each write as a read, or as several where it is longer than a read may be.
{
public:
	explicit DriverTransport(const DriverSettings& settings);

	bool send(std::string_view bytes, Deadline deadline) override;
	Arrival receive(std::string& bytes, Deadline deadline) override;
	void end() override;

	std::string extensions() const override { return _extensions; }

	std::string fault() const;
		/// After the end: what is wrong with what the driver told its listener. Empty: nothing.

protected:
	void open(std::unique_ptr<WS::Driver> driver);

	WS::Listener& listener();

	WS::Options options() const;
		/// Which let the suite's longest message through.

	void take(std::string_view bytes);
		/// Gives the driver what a transport would have read, and keeps what it wants written.

	std::string takeOutput();

	void keepExtensions(const std::string& head);
		/// Of the driver's request or response.

	void checkOpen() const;

private:
	void onMessage(WS::Message& message) override;
	void onError(const WS::Failure& failure) override;
	void onClose(WS::CloseCode code, std::string_view reason) override;

	const DriverSettings _settings;
	std::unique_ptr<WS::Driver> _driver;
	std::vector<char> _buffer;
	std::string _output;
	std::string _extensions;
	int _errors = 0;
	int _closes = 0;
	bool _spokeAfterClose = false;
};


class ServerTransport: public DriverTransport
	/// A ServerDriver that has accepted our request.
{
public:
	ServerTransport(const Negotiation& negotiation, const DriverSettings& settings);
};


class ClientTransport: public DriverTransport
	/// A ClientDriver whose request we have accepted.
{
public:
	ClientTransport(const Negotiation& negotiation, const DriverSettings& settings);
};


} // namespace Conformance


#endif // Conformance_DriverTransport_INCLUDED
