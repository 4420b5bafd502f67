//
// TLSFloodTest.cpp
//
// A peer that keeps TLS busy and says nothing.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/TLSPair.h"
#include "net/TLSTransport.h"
#include <boost/test/unit_test.hpp>
#include <openssl/ssl.h>
#include <vector>


using namespace WS;
using namespace WS::Test;


namespace {


using Result = Net::Transport::Result;


class KeyChanger final: public Net::Transport
	/// A client in memory that, whenever something is read from it, changes its keys (RFC 8446 4.6.3), up to a limit.
{
public:
	static constexpr int LIMIT = 1000;

	explicit KeyChanger(int& changes):
		_context(trusting().complete().context),
		_session(SSL_new(_context->sslContext())),
		_changes(changes)
	{
		SSL_set_bio(_session, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
		SSL_set_connect_state(_session);
		SSL_set_verify(_session, SSL_VERIFY_NONE, nullptr);
	}

	~KeyChanger() override { SSL_free(_session); }

	Result receive(std::span<char> buffer, std::size_t& size) override
	{
		size = 0;
		SSL_do_handshake(_session);
		if (SSL_is_init_finished(_session) && BIO_pending(SSL_get_wbio(_session)) == 0 && _changes < LIMIT)
		{
			SSL_key_update(_session, SSL_KEY_UPDATE_NOT_REQUESTED);
			SSL_do_handshake(_session);
			++_changes;
		}
		const int read = BIO_read(SSL_get_wbio(_session), buffer.data(), static_cast<int>(buffer.size()));
		if (read > 0) size = static_cast<std::size_t>(read);
		return read > 0 ? Result::DONE : Result::WOULD_BLOCK;
	}

	Result send(std::string_view bytes, std::size_t& size) override
	{
		BIO_write(SSL_get_rbio(_session), bytes.data(), static_cast<int>(bytes.size()));
		size = bytes.size();
		return Result::DONE;
	}

	int descriptor() const override { return -1; }
	Result open() override { return Result::DONE; }
	bool holdsInput() const override { return false; }
	Result flush() override { return Result::DONE; }
	std::size_t bufferedAmount() const override { return 0; }
	void shutdownSend() override {}
	bool secure() const override { return false; }
	std::string failure() const override { return {}; }

private:
	Poco::Net::Context::Ptr _context;
	SSL* _session;
	int& _changes;
};


} // namespace


BOOST_AUTO_TEST_SUITE(TLSFloodTest)


BOOST_AUTO_TEST_CASE(badInput65ReceiveReturnsAlsoWhenThereIsNoPlaintext)
{
	const Net::ServerTLS tls(testCertificate().serverContext());
	for (const std::size_t room: {4096, 262144})
	{
		int changes = 0;
		Net::TLSTransport server(std::make_unique<KeyChanger>(changes), tls);
		BOOST_TEST((server.open() == Result::DONE));
		std::vector<char> buffer(room);
		std::size_t size = 0;
		for (int reads = 1; reads <= 10; ++reads)
		{
			BOOST_TEST((server.receive(buffer, size) == Result::DONE));
			BOOST_TEST(size == 0u);
			BOOST_TEST(changes == reads);
		}
	}
}


BOOST_AUTO_TEST_SUITE_END()
