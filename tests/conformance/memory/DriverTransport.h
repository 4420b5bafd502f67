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
#include "WS/ServerDriver.h"
#include "conformance/suite/Agreement.h"
#include "conformance/suite/Transport.h"
#include <memory>
#include <vector>


namespace Conformance {


class DriverTransport: public Transport, private WS::Listener
	/// Echoes every message. The driver gets each write as a read, or as several where it is longer than a read may be.
{
public:
	static constexpr std::size_t READ = 64 * 1024;

	explicit DriverTransport(std::size_t read);
		/// The longest read.

	bool send(std::string_view bytes, Deadline deadline) override;
	Arrival receive(std::string& bytes, Deadline deadline) override;
	void end() override;

	std::string extensions() const override { return _extensions; }

	std::string fault() const;
		/// After the end: what is wrong with what the driver told its listener. Empty: nothing.

protected:
	void open(std::unique_ptr<WS::Driver> driver);

	WS::Listener& listener();

	static WS::Options options();
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

	const std::size_t _read;
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
	ServerTransport(const Negotiation& negotiation, std::size_t read);
};


class ClientTransport: public DriverTransport
	/// A ClientDriver whose request we have accepted.
{
public:
	ClientTransport(const Negotiation& negotiation, std::size_t read);
};


} // namespace Conformance


#endif // Conformance_DriverTransport_INCLUDED
