//
// Connector.cpp
//
// Connects to the first address that answers.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Connector.h"
#include "SocketIO.h"
#include "TLSTransport.h"
#include <Poco/Error.h>
#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/NetException.h>
#include <algorithm>
#include <cerrno>
#include <exception>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;


namespace {


Deadline shareOf(Deadline deadline, std::size_t addressesLeft)
{
	if (deadline == NEVER) return NEVER;

	const auto now = Clock::now();
	return now + std::max(deadline - now, Clock::duration::zero()) / static_cast<Clock::rep>(addressesLeft);
}


[[noreturn]] void throwError(int error, const SocketAddress& address)
{
	const auto where = address.toString();
	if (error == ECONNREFUSED) throw Poco::Net::ConnectionRefusedException(where, error);
	if (error == ETIMEDOUT) throw Poco::TimeoutException(where, error);
	throw Poco::Net::NetException(Poco::Error::getMessage(error), where, error);
}


StreamSocket connectTo(const SocketAddress& address, const Wakeup& interrupt, Deadline deadline)
{
	StreamSocket socket;
	socket.connectNB(address);
	SocketIO io(socket.impl()->sockfd());
	for (;;)
	{
		const auto ready = io.wait(false, true, interrupt, deadline);
		if (ready.wakeup) throw Poco::Net::ConnectionAbortedException("aborted while connecting to " + address.toString());
		if (ready.socket) break;
		if (deadline <= Clock::now()) throw Poco::TimeoutException("connecting to " + address.toString());
	}
	if (const int error = socket.impl()->socketError()) throwError(error, address);
	return socket;
}


} // namespace


std::vector<SocketAddress> resolve(const std::string& host, std::uint16_t port)
{
	Poco::Net::IPAddress address;
	if (Poco::Net::IPAddress::tryParse(host, address)) return {SocketAddress(address, port)};

	const auto entry = Poco::Net::DNS::hostByName(host);
	std::vector<SocketAddress> addresses;
	for (const auto& found: entry.addresses()) addresses.emplace_back(found, port);
	if (addresses.empty()) throw Poco::Net::NoAddressFoundException(host);
	return addresses;
}


StreamSocket connectToAny(const std::vector<SocketAddress>& addresses, const Wakeup& interrupt, Deadline deadline)
{
	std::exception_ptr failure;
	for (std::size_t i = 0; i < addresses.size(); ++i)
	{
		try
		{
			return connectTo(addresses[i], interrupt, shareOf(deadline, addresses.size() - i));
		}
		catch (const Poco::Net::ConnectionAbortedException&)
		{
			throw;
		}
		catch (const Poco::Exception&)
		{
			failure = std::current_exception();
		}
	}
	if (!failure) throw Poco::InvalidArgumentException("no address to connect to");
	std::rethrow_exception(failure);
}


std::unique_ptr<Transport> secured(std::unique_ptr<Transport> below, const ClientTLS& tls, const std::string& host, std::string early, const Wakeup& interrupt, Deadline deadline)
{
	auto transport = std::make_unique<TLSTransport>(std::move(below), tls, host, std::move(early));
	SocketIO io(transport->descriptor());
	for (;;)
	{
		const auto result = transport->open();
		if (result == Transport::Result::DONE) return transport;
		if (result != Transport::Result::WOULD_BLOCK) transport->throwFailure();
		const auto ready = io.wait(true, transport->bufferedAmount() != 0, interrupt, deadline);
		if (ready.wakeup) throw Poco::Net::ConnectionAbortedException("aborted during the TLS handshake with " + host);
		if (!ready.socket && deadline <= Clock::now()) throw Poco::TimeoutException("TLS handshake with " + host);
	}
}


} } // namespace WS::Net
