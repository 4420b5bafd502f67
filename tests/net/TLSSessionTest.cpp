//
// TLSSessionTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/TLSSession.h"
#include "net/TLSPair.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <openssl/err.h>


using namespace WS;
using namespace WS::Test;


namespace {


using Poco::Net::Context;
using Result = Net::TLSSession::Result;


Net::ClientTLS unverified()
{
	Net::ClientTLS tls;
	tls.verify = false;
	return tls;
}


Context::Ptr limitedTo(Context::Ptr context, int version)
{
	SSL_CTX_set_min_proto_version(context->sslContext(), 0);
	SSL_CTX_set_max_proto_version(context->sslContext(), version);
	return context;
}


struct Foreign
	/// A client of another make: OpenSSL without our rules.
{
	using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

	Context context{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
	std::unique_ptr<SSL, decltype(&SSL_free)> session{nullptr, SSL_free};
	BIO* in = BIO_new(BIO_s_mem());
	BIO* out = BIO_new(BIO_s_mem());

	explicit Foreign(int newest)
	{
		SSL_CTX_set_security_level(context.get(), 0);
		SSL_CTX_set_max_proto_version(context.get(), newest);
		session.reset(SSL_new(context.get()));
		SSL_set_bio(session.get(), in, out);
		SSL_set_connect_state(session.get());
	}

	void run(TLSEnd& server)
		/// Until neither says anything more.
	{
		for (;;)
		{
			ERR_clear_error();
			char byte = 0;
			if (SSL_read(session.get(), &byte, 1) == 1) received.push_back(byte);
			std::string said(BIO_ctrl_pending(out), '\0');
			if (!said.empty()) BIO_read(out, said.data(), static_cast<int>(said.size()));
			server.receive(said);
			const auto answer = server.takeOutput();
			if (said.empty() && answer.empty()) return;
			BIO_write(in, answer.data(), static_cast<int>(answer.size()));
		}
	}

	std::string received;
};


struct Served
	/// Our server's end.
{
	Net::ServerTLS tls{testCertificate().serverContext()};
	TLSEnd end{Net::TLSSession(tls)};
};


} // namespace


BOOST_AUTO_TEST_SUITE(TLSSessionTest)


BOOST_AUTO_TEST_CASE(bothEndsOpenAndExchangePlaintext)
{
	TLSPair pair;
	BOOST_TEST(pair.run().isOpen());
	BOOST_TEST(pair.client.session.version() == "TLSv1.3");
	pair.client.send("question");
	pair.server.send("answer");
	pair.run();
	BOOST_TEST(pair.server.plaintext == "question");
	BOOST_TEST(pair.client.plaintext == "answer");
}


BOOST_AUTO_TEST_CASE(everySplitOfTheCiphertextIsTheSame)
{
	for (const std::size_t chunk: {1, 2, 3, 4, 5, 6, 7, 11, 64, 100, 1000, 4096})
	{
		TLSPair pair;
		pair.client.receive({});
		pair.run(chunk);
		BOOST_TEST(pair.isOpen());
		pair.client.send("question");
		pair.server.send(std::string(40000, 'x'));
		pair.server.session.close();
		pair.run(chunk);
		BOOST_TEST(pair.server.plaintext == "question");
		BOOST_TEST((pair.client.plaintext == std::string(40000, 'x')));
		BOOST_CHECK(pair.client.last == Result::ENDED);
	}
}


BOOST_AUTO_TEST_CASE(everyCutOfOneFlightIsTheSame)
{
	TLSPair whole;
	whole.client.receive({});
	const auto hello = whole.client.takeOutput();
	for (std::size_t cut = 0; cut <= hello.size(); ++cut)
	{
		Served server;
		server.end.receive(std::string_view(hello).substr(0, cut));
		server.end.receive(std::string_view(hello).substr(cut));
		BOOST_CHECK(server.end.last == Result::NEEDS_INPUT);
		BOOST_TEST(!server.end.session.output().empty());
	}
}


BOOST_AUTO_TEST_CASE(plaintextBehindTheHandshakeIsNotLost)
{
	TLSPair pair;
	pair.client.receive({});
	pair.server.receive(pair.client.takeOutput());
	pair.client.receive(pair.server.takeOutput());
	pair.client.send("early");
	pair.server.receive(pair.client.takeOutput());
	BOOST_TEST(pair.server.plaintext == "early");
}


BOOST_AUTO_TEST_CASE(theOutputIsBounded)
{
	TLSPair pair;
	pair.run();
	const std::string large(10'000'000, 'x');
	std::size_t taken = 0;
	BOOST_CHECK(pair.client.session.send(large, taken) == Result::DONE);
	BOOST_TEST(taken < large.size());
	BOOST_TEST(pair.client.session.output().size() < Net::TLSSession::MAX_OUTPUT + 2 * Net::TLSSession::MAX_RECORD);
	BOOST_CHECK(pair.client.session.send("x", taken) == Result::DONE);
	BOOST_TEST(taken == 0);
}


BOOST_AUTO_TEST_CASE(theServerSeesForWhichHostItIsAsked)
{
	BOOST_TEST(TLSPair().run().server.session.serverName() == "localhost");
	BOOST_TEST(TLSPair(testCertificate(), trusting(), "localhost.").run().server.session.serverName() == "localhost");
	for (const auto* address: {"127.0.0.1", "::1"})
	{
		TLSPair pair(testCertificate(), trusting(), address);
		BOOST_TEST(pair.run().isOpen());
		BOOST_TEST(pair.server.session.serverName() == "");
	}
}


BOOST_AUTO_TEST_CASE(badInput65CertificateForAnotherHostIsRefused)
{
	TLSPair pair(testAuthority().issue("DNS:wrong.example,DNS:*.wrong.example"));
	BOOST_TEST(!pair.run().isOpen());
	BOOST_TEST(pair.client.session.failure() == "certificate of localhost: hostname mismatch");
	BOOST_TEST(pair.client.session.isCertificateRefused());
	BOOST_TEST(pair.server.session.failure().starts_with("the peer has refused TLS: "));

	TLSPair address(testCertificate(), trusting(), "127.0.0.2");
	BOOST_TEST(!address.run().isOpen());
	BOOST_TEST(address.client.session.failure() == "certificate of 127.0.0.2: IP address mismatch");
}


BOOST_AUTO_TEST_CASE(badInput65ACommonNameIsNoHost)
{
	TLSPair pair(testAuthority().issue("IP:127.0.0.1"), trusting(), "Server");         // its common name
	BOOST_TEST(!pair.run().isOpen());
	BOOST_TEST(pair.client.session.failure() == "certificate of Server: hostname mismatch");
}


BOOST_AUTO_TEST_CASE(badInput65ExpiredCertificateIsRefused)
{
	TLSPair pair(testAuthority().issue("DNS:localhost", -1));
	BOOST_TEST(!pair.run().isOpen());
	BOOST_TEST(pair.client.session.failure() == "certificate of localhost: certificate has expired");
}


BOOST_AUTO_TEST_CASE(selfSignedCertificateIsRefusedUnlessItIsTrusted)
{
	const auto self = NetCertificate::selfSigned("DNS:localhost");
	TLSPair pair(self);
	BOOST_TEST(!pair.run().isOpen());
	BOOST_TEST(pair.client.session.failure() == "certificate of localhost: self-signed certificate");
	BOOST_TEST(TLSPair(self, trusting(self)).run().isOpen());
}


BOOST_AUTO_TEST_CASE(unknownAuthorityIsRefused)
{
	const auto other = NetCertificate::authority("Other Authority");
	TLSPair pair(testCertificate(), trusting(other));
	BOOST_TEST(!pair.run().isOpen());
	BOOST_TEST(pair.client.session.failure() == "certificate of localhost: unable to get local issuer certificate");
	BOOST_TEST(pair.server.session.failure() == "the peer has refused TLS: unknown ca");
}


BOOST_AUTO_TEST_CASE(theSystemDoesNotTrustTheTests)
{
	TLSPair pair(testCertificate(), Net::ClientTLS());
	BOOST_TEST(!pair.run().isOpen());
	BOOST_TEST(pair.client.session.isCertificateRefused());
}


BOOST_AUTO_TEST_CASE(withoutVerificationAnyCertificateWillDo)
{
	BOOST_TEST(TLSPair(NetCertificate::selfSigned("DNS:wrong.example"), unverified()).run().isOpen());
	BOOST_TEST(TLSPair(testAuthority().issue("DNS:localhost", -1), unverified()).run().isOpen());
}


BOOST_AUTO_TEST_CASE(aContextThatDoesNotVerifyDoesNotSwitchItOff)
{
	Net::ClientTLS tls;
	Context::Params parameters;
	parameters.verificationMode = Context::VERIFY_NONE;
	tls.context = new Context(Context::TLS_CLIENT_USE, parameters);
	BOOST_TEST(!TLSPair(testCertificate(), tls).run().isOpen());
}


BOOST_AUTO_TEST_CASE(aServerWithoutCertificateIsRefused)
{
	const auto anonymous = [](Context::Ptr context) {
		SSL_CTX_set_security_level(context->sslContext(), 0);
		SSL_CTX_set_cipher_list(context->sslContext(), "AECDH-AES256-SHA");
		return limitedTo(context, TLS1_2_VERSION);
	};
	Net::ClientTLS tls;
	tls.context = anonymous(testAuthority().clientContext());
	TLSPair pair(anonymous(testCertificate().serverContext()), tls);
	pair.run();
	BOOST_TEST(!pair.client.open);
	BOOST_TEST(pair.client.session.failure() == "the server has no certificate");
}


BOOST_AUTO_TEST_CASE(aHostThatWouldMatchAnyCertificateIsNone)
{
	BOOST_CHECK_THROW(Net::TLSSession(trusting(), ""), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(Net::TLSSession(trusting(), "."), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(Net::TLSSession(trusting(), std::string("localhost\0.example", 18)), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(Net::TLSSession(trusting(), std::string(300, 'x')), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(badInput65VersionsBelow12AreRefused)
{
	Served server;
	Foreign client(TLS1_1_VERSION);
	client.run(server.end);
	BOOST_TEST(server.end.session.failure() == "the peer has no TLS version from 1.2 on");

	TLSPair pair(limitedTo(testCertificate().serverContext(), TLS1_2_VERSION), trusting());
	BOOST_TEST(pair.run().isOpen());
	BOOST_TEST(pair.server.session.version() == "TLSv1.2");
}


BOOST_AUTO_TEST_CASE(badInput65RenegotiationIsRefused)
{
	Served server;
	Foreign client(TLS1_2_VERSION);
	client.run(server.end);
	BOOST_TEST(server.end.open);

	BOOST_TEST(SSL_renegotiate(client.session.get()) == 1);
	SSL_do_handshake(client.session.get());
	const auto written = BIO_number_written(client.in);
	client.run(server.end);
	BOOST_TEST(BIO_number_written(client.in) - written < 64U);            // an alert, and no handshake
	BOOST_TEST(server.end.session.failure() == "the peer has refused TLS: handshake failure");
}


BOOST_AUTO_TEST_CASE(badInput65ClientWithoutServerNameIsServed)
{
	Served server;
	Foreign client(TLS1_3_VERSION);
	client.run(server.end);
	BOOST_TEST(server.end.open);
	BOOST_TEST(server.end.session.serverName() == "");
}


BOOST_AUTO_TEST_CASE(onlyHTTP11IsSelected)
{
	const std::string offers("\2h2\10http/1.1");
	Served server;
	Foreign client(TLS1_3_VERSION);
	SSL_set_alpn_protos(client.session.get(), reinterpret_cast<const unsigned char*>(offers.data()), static_cast<unsigned>(offers.size()));
	client.run(server.end);
	const unsigned char* selected = nullptr;
	unsigned size = 0;
	SSL_get0_alpn_selected(client.session.get(), &selected, &size);
	BOOST_TEST(std::string(selected, selected + size) == "http/1.1");
}


BOOST_AUTO_TEST_CASE(otherProtocolsThanHTTP11AreRefused)
{
	const std::string offers("\2h2");
	Served server;
	Foreign client(TLS1_3_VERSION);
	SSL_set_alpn_protos(client.session.get(), reinterpret_cast<const unsigned char*>(offers.data()), static_cast<unsigned>(offers.size()));
	client.run(server.end);
	BOOST_TEST(!server.end.open);
	BOOST_TEST(server.end.session.failure() == "the client offers other protocols than http/1.1 (ALPN)");
}


BOOST_AUTO_TEST_CASE(aProtocolThatWasNotOfferedIsRefused)
{
	TLSPair pair;
	SSL_CTX_set_alpn_select_cb(
		pair.serverTLS.context()->sslContext(), [](SSL*, const unsigned char** out, unsigned char* size, const unsigned char*, unsigned, void*) {
			*out = reinterpret_cast<const unsigned char*>("h2");
			*size = 2;
			return SSL_TLSEXT_ERR_OK;
		},
		nullptr);
	pair.run();
	BOOST_TEST(!pair.client.open);
	BOOST_TEST(pair.client.session.failure() == "TLS: bad extension");
}


BOOST_AUTO_TEST_CASE(eachEndMayCloseFirst)
{
	TLSPair pair;
	pair.run();
	pair.client.send("last");
	pair.client.session.close();
	pair.run();
	BOOST_TEST(pair.server.plaintext == "last");
	BOOST_CHECK(pair.server.last == Result::ENDED);
	pair.server.session.receiveEnd();
	BOOST_TEST(!pair.server.session.isFailed());

	pair.server.send("still");
	pair.server.session.close();
	pair.run();
	BOOST_TEST(pair.client.plaintext == "still");
	BOOST_CHECK(pair.client.last == Result::ENDED);
}


BOOST_AUTO_TEST_CASE(nothingIsSentBehindCloseNotify)
{
	TLSPair pair;
	pair.run();
	pair.client.session.close();
	std::size_t taken = 0;
	BOOST_CHECK(pair.client.session.send("x", taken) == Result::FAILED);
	BOOST_TEST(taken == 0);
}


BOOST_AUTO_TEST_CASE(badInput65EndWithoutCloseNotifyIsATruncation)
{
	TLSPair pair;
	pair.run();
	pair.client.send("some");
	pair.run();
	pair.server.session.receiveEnd();
	BOOST_TEST(pair.server.session.failure() == "the TLS connection was cut short, without close_notify");

	TLSPair young;
	young.client.receive({});
	young.client.session.receiveEnd();
	BOOST_TEST(young.client.session.failure() == "the peer has hung up during the TLS handshake");
}


BOOST_AUTO_TEST_CASE(badInput65ChangedCiphertextIsRefused)
{
	TLSPair pair;
	pair.run();
	pair.client.send("some");
	auto changed = pair.client.takeOutput();
	changed.back() = static_cast<char>(changed.back() ^ 1);
	pair.server.receive(changed);
	BOOST_TEST(pair.server.plaintext == "");
	BOOST_TEST(pair.server.session.failure() == "TLS: decryption failed or bad record mac");
	pair.client.receive(pair.server.takeOutput());
	BOOST_TEST(pair.client.session.failure() == "the peer has refused TLS: bad record mac");
}


BOOST_AUTO_TEST_CASE(badInput21PlainHTTPIsAnsweredInPlain)
{
	Served server;
	server.end.receive("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
	BOOST_TEST(server.end.session.failure() == "the peer speaks plain HTTP, not TLS");
	BOOST_TEST(server.end.takeOutput().starts_with("HTTP/1.1 400 "));
}


BOOST_AUTO_TEST_CASE(badInput21OtherProtocolsAreRefused)
{
	for (const auto* bytes: {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "\r\n\r\n\r\n\r\n"})
	{
		Served server;
		server.end.receive(bytes);
		BOOST_TEST(server.end.session.failure() == "the peer does not speak TLS");
	}
	TLSPair pair;
	pair.client.receive({});
	pair.client.receive("HTTP/1.1 400 Bad Request\r\n\r\n");
	BOOST_TEST(pair.client.session.failure() == "the peer does not speak TLS");
}


BOOST_AUTO_TEST_CASE(errorsOfOthersOnTheThreadDoNotMatter)
{
	TLSPair pair;
	ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
	BOOST_TEST(pair.run().isOpen());
	ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
	pair.client.send("x");
	pair.run();
	BOOST_TEST(pair.server.plaintext == "x");

	TLSPair failing(NetCertificate::selfSigned("DNS:localhost"));
	failing.run();
	BOOST_TEST(ERR_peek_error() == 0U);
}


BOOST_AUTO_TEST_CASE(aServerMayAskForACertificate)
{
	auto context = testCertificate().serverContext();
	SSL_CTX_set_verify(context->sslContext(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);


	TLSPair without(context, trusting());
	without.run();
	BOOST_TEST(without.server.session.failure() == "TLS: peer did not return a certificate");
	BOOST_TEST(!without.server.open);
}


BOOST_AUTO_TEST_SUITE_END()
