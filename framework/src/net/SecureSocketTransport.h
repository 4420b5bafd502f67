//
// SecureSocketTransport.h
//
// The bytes of a connection on Poco's secure sockets.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_SecureSocketTransport_INCLUDED
#define WS_Net_SecureSocketTransport_INCLUDED


#include "Transport.h"
#include <string>


namespace WS {
namespace Net {


class SecureSocketTransport final: public Transport
	/// The bytes of a Poco::Net::SecureStreamSocket that has done its handshake: a connection behind Poco's HTTPS server.
	/// Poco writes without regard to SIGPIPE, which its threads block, and loops while they run.
{
public:
	explicit SecureSocketTransport(const Poco::Net::StreamSocket& socket);
		/// Becomes non-blocking.

	int descriptor() const override;
	const Poco::Net::StreamSocket& socket() const override;
	Result open() override;
	Result receive(std::span<char> buffer, std::size_t& size) override;
	bool holdsInput() const override;
	Result send(std::string_view bytes, std::size_t& size) override;
	Result flush() override;
	std::size_t bufferedAmount() const override;
	void shutdownSend() override;
	bool secure() const override;
	std::string failure() const override;
	bool hasFailedInTLS() const override;

private:
	template <class Call>
	int call(const Call& call);
	void end();

	mutable Poco::Net::StreamSocket _socket;
	std::string _taken;            // of one record, offered again and again until it is written
	std::string _failure;
	bool _failedInTLS = false;
	bool _ending = false;
	bool _shutDown = false;
};


} } // namespace WS::Net


#endif // WS_Net_SecureSocketTransport_INCLUDED
