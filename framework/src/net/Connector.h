//
// Connector.h
//
// Connects to the first address that answers.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Connector_INCLUDED
#define WS_Net_Connector_INCLUDED


#include "Deadline.h"
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>


namespace WS {
namespace Net {


class Transport;
class Wakeup;
struct ClientTLS;


std::vector<Poco::Net::SocketAddress> resolve(const std::string& host, std::uint16_t port);
	/// All addresses of a host, whose name may be an address. Throws Poco's exceptions.


Poco::Net::StreamSocket connectToAny(const std::vector<Poco::Net::SocketAddress>& addresses, const Wakeup& interrupt, Deadline deadline);
	/// A non-blocking socket that is connected to the first of the addresses that answers. Each may take its
	/// share of the time that is left. Throws what the last one failed with, Poco::TimeoutException,
	/// or Poco::Net::ConnectionAbortedException when interrupted.


std::unique_ptr<Transport> secured(std::unique_ptr<Transport> below, const ClientTLS& tls, const std::string& host, std::string early, const Wakeup& interrupt, Deadline deadline);
	/// Does the TLS handshake with a host to which below leads; early is what has been read from it already. Throws as
	/// TLSTransport::throwFailure(), Poco::TimeoutException, or Poco::Net::ConnectionAbortedException when interrupted.


} } // namespace WS::Net


#endif // WS_Net_Connector_INCLUDED
