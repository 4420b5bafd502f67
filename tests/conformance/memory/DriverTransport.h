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
#include "conformance/suite/Transport.h"
#include <memory>
#include <vector>


namespace Conformance {


class DriverTransport: public Transport, private WS::Listener
	/// Echoes every message. The driver gets each write as a read, or as several of 64 KiB.
{
public:
	bool send(std::string_view bytes, Deadline deadline) override;
	Arrival receive(std::string& bytes, Deadline deadline) override;
	void end() override;

protected:
	void open(std::unique_ptr<WS::Driver> driver);

	WS::Listener& listener();

	static WS::Options options();
		/// Which let the suite's longest message through.

	void take(std::string_view bytes);
		/// Gives the driver what a transport would have read, and keeps what it wants written.

	std::string takeOutput();

	void checkOpen() const;

private:
	void onMessage(WS::Message& message) override;

	std::unique_ptr<WS::Driver> _driver;
	std::vector<char> _buffer;
	std::string _output;
};


class ServerTransport: public DriverTransport
	/// A ServerDriver that has accepted our request.
{
public:
	ServerTransport();
};


class ClientTransport: public DriverTransport
	/// A ClientDriver whose request we have accepted.
{
public:
	ClientTransport();
};


} // namespace Conformance


#endif // Conformance_DriverTransport_INCLUDED
