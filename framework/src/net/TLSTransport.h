//
// TLSTransport.h
//
// The bytes of a connection through TLS.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_TLSTransport_INCLUDED
#define WS_Net_TLSTransport_INCLUDED


#include "TLSSession.h"
#include "Transport.h"
#include <memory>
#include <string>


namespace WS {
namespace Net {


class TLSTransport final: public Transport
	/// The bytes of a connection through TLS, over a socket or over TLS again.
{
public:
	TLSTransport(std::unique_ptr<Transport> below, const ServerTLS& tls);
		/// open() accepts a client.

	TLSTransport(std::unique_ptr<Transport> below, const ClientTLS& tls, const std::string& host, std::string early = {});
		/// open() asks for the host, a name or an address; opens below first if that has not been done. tls is best
		/// complete(), else each time a new context is made. early is what has been read from below already.

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

	[[noreturn]] void throwFailure() const;
		/// After a call that has FAILED: Poco::Net::CertificateValidationException if it was for the peer's certificate, by this
		/// TLS or by one below, else Poco::Net::SSLException.

	const TLSSession& session() const;

private:
	Result decrypt(std::string_view& ciphertext, std::span<char> buffer, std::size_t& size);
	Result receiveInPlace(std::span<char> buffer, std::size_t& size, Result& result);
	Result receiveApart(std::span<char> buffer, std::size_t& size, Result& result);
	Result receiveBelow(std::span<char> buffer, std::size_t& size);
	Result readForHandshake();

	const std::unique_ptr<Transport> _below;
	TLSSession _session;
	std::string _kept;           // ciphertext that was read and is not decrypted yet
	bool _ending = false;        // shutdownSend() was called
	bool _shutDown = false;
	bool _told = false;          // receive() has reported the end
};


} } // namespace WS::Net


#endif // WS_Net_TLSTransport_INCLUDED
