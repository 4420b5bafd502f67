//
// ProxiedTransport.h
//
// A connection that begins with what a proxy says of its client.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ProxiedTransport_INCLUDED
#define WS_Net_ProxiedTransport_INCLUDED


#include "ProxyProtocol.h"
#include "Transport.h"
#include <memory>
#include <string>


namespace WS {
namespace Net {


class ProxiedTransport final: public Transport
	/// A connection from a trusted proxy: open() reads the header of the PROXY protocol, the bytes behind it are the client's.
{
public:
	ProxiedTransport(std::unique_ptr<Transport> below, std::shared_ptr<ProxyProtocol> header);
		/// The header is filled by open().

	int descriptor() const override;
	const Poco::Net::StreamSocket& socket() const override;
	Result open() override;
	Result receive(std::span<char> buffer, std::size_t& size) override;
	bool holdsInput() const override;
	Result send(std::string_view bytes, std::size_t& size) override;
	Result write(Driver& driver, std::size_t& written) override;
	Result flush() override;
	std::size_t bufferedAmount() const override;
	void shutdownSend() override;
	bool secure() const override;
	std::string failure() const override;

private:
	const std::unique_ptr<Transport> _below;
	std::shared_ptr<ProxyProtocol> _header;          // none: it has been read
	std::string _kept;                               // of the client's bytes
	std::string _failure;
};


} } // namespace WS::Net


#endif // WS_Net_ProxiedTransport_INCLUDED
