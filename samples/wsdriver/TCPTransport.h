//
// TCPTransport.h
//
// A live server as the peer under test.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_TCPTransport_INCLUDED
#define WSDriver_TCPTransport_INCLUDED


#include "ExtensionsFilter.h"
#include "conformance/suite/Transport.h"
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/URI.h>
#include <vector>


namespace WS {


class ClientDriver;


} // namespace WS


namespace Tool {


class Refusal: public Poco::Net::NetException
	/// The server answers, but with another status than 101.
{
public:
	using Poco::Net::NetException::NetException;
};


class TCPTransport: public Conformance::Transport
	/// A connection whose bytes nobody interprets: what follows the opening handshake is the suite's.
{
public:
	TCPTransport(const std::vector<Poco::Net::SocketAddress>& addresses, const Poco::URI& uri, const std::string& offer, Conformance::Deadline deadline);
		/// Connects to the first address that answers, and opens a WebSocket with the offer of extensions, if it is
		/// not empty. Throws Poco::Exception, with a message for the user, if the server is not there, refuses
		/// (Refusal), or does neither in time.

	bool send(std::string_view bytes, Conformance::Deadline deadline) override;
	Arrival receive(std::string& bytes, Conformance::Deadline deadline) override;
	void end() override;
	std::string extensions() const override { return _answer.extensions(); }

private:
	void connect(const std::vector<Poco::Net::SocketAddress>& addresses, Conformance::Deadline deadline);
	std::string connectTo(const Poco::Net::SocketAddress& address, Conformance::Deadline deadline);
	void open(const Poco::URI& uri, const std::string& offer, Conformance::Deadline deadline);
	void start(WS::ClientDriver& driver, const std::string& offer, Conformance::Deadline deadline);
	bool read();
	bool wait(short events, Conformance::Deadline deadline) const;

	Poco::Net::StreamSocket _socket;
	ExtensionsFilter _answer;
	std::string _arrived;
	bool _ended = false;
};


} // namespace Tool


#endif // WSDriver_TCPTransport_INCLUDED
