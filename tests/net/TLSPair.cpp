//
// TLSPair.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/TLSPair.h"
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>


namespace WS::Test {


using Result = Net::TLSSession::Result;


Net::ClientTLS trusting(const NetCertificate& certificate)
{
	Net::ClientTLS tls;
	tls.context = certificate.clientContext();
	return tls;
}


void TLSEnd::receive(std::string_view ciphertext)
{
	if (!open)
	{
		last = session.handshake(ciphertext);
		open = last == Result::DONE;
	}
	std::array<char, 1000> buffer;
	while (open)
	{
		std::size_t size = 0;
		last = session.receive(ciphertext, buffer, size);
		if (last != Result::DONE) return;
		plaintext.append(buffer.data(), size);
	}
}


void TLSEnd::send(std::string_view bytes)
{
	std::size_t size = 0;
	last = session.send(bytes, size);
	BOOST_TEST(size == bytes.size());
}


std::string TLSEnd::takeOutput()
{
	const std::string output(session.output());
	session.consume(output.size());
	return output;
}


namespace {


void carry(const std::string& bytes, TLSEnd& to, std::size_t chunk)
{
	for (std::size_t at = 0; at < bytes.size(); at += std::min(chunk, bytes.size() - at)) to.receive(std::string_view(bytes).substr(at, chunk));
}


} // namespace


TLSPair::TLSPair(const NetCertificate& shown, const Net::ClientTLS& tls, const std::string& host):
	TLSPair(shown.serverContext(), tls, host)
{
}


TLSPair::TLSPair(Poco::Net::Context::Ptr serverContext, const Net::ClientTLS& tls, const std::string& host):
	serverTLS(serverContext),
	client{Net::TLSSession(tls, host)},
	server{Net::TLSSession(serverTLS)}
{
}


TLSPair& TLSPair::run(std::size_t chunk)
{
	if (!client.open) client.receive({});
	while (!client.session.output().empty() || !server.session.output().empty())
	{
		carry(client.takeOutput(), server, chunk);
		carry(server.takeOutput(), client, chunk);
	}
	return *this;
}


bool TLSPair::isOpen() const
{
	return client.open && server.open;
}


} // namespace WS::Test
