//
// TLSTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/TLS.h"
#include "net/TLSPair.h"
#include <Poco/Exception.h>
#include <Poco/Net/SSLException.h>
#include <boost/test/unit_test.hpp>
#include <atomic>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Poco::Net::Context;


struct Files
	/// A server's certificate and key.
{
	NetFile certificate{testCertificate().certificatePEM()};
	NetFile key{testCertificate().privateKeyPEM()};

	void write(const NetCertificate& other)
	{
		certificate.write(other.certificatePEM());
		key.write(other.privateKeyPEM());
	}
};


bool opens(const Net::ServerTLS& server, const Net::ClientTLS& client)
{
	TLSPair pair(server.context(), client);
	return pair.run().isOpen();
}


} // namespace


BOOST_AUTO_TEST_SUITE(TLSTest)


BOOST_AUTO_TEST_CASE(aServerReadsItsFiles)
{
	const Files files;
	const Net::ServerTLS tls(files.certificate.path(), files.key.path());
	BOOST_TEST(opens(tls, trusting()));
}


BOOST_AUTO_TEST_CASE(aContextOfFilesKeepsTheRulesForPocosServersToo)
{
	const Files files;
	const Net::ServerTLS tls(files.certificate.path(), files.key.path());
	SSL_CTX* const context = tls.context()->sslContext();
	BOOST_TEST(SSL_CTX_get_min_proto_version(context) == TLS1_2_VERSION);
	BOOST_TEST((SSL_CTX_get_options(context) & SSL_OP_NO_RENEGOTIATION) != 0U);
}


BOOST_AUTO_TEST_CASE(aFileMayHaveBoth)
{
	const NetFile both(testCertificate().certificatePEM() + testCertificate().privateKeyPEM());
	BOOST_TEST(opens(Net::ServerTLS(both.path(), both.path()), trusting()));
}


BOOST_AUTO_TEST_CASE(aServerRefusesWhatItCannotUse)
{
	Files files;
	const NetFile garbage("-----BEGIN CERTIFICATE-----\nx\n");
	const auto certificate = files.certificate.path();
	const auto key = files.key.path();
	using Poco::Net::SSLContextException;
	BOOST_CHECK_THROW(Net::ServerTLS("/nowhere", key), SSLContextException);
	BOOST_CHECK_THROW(Net::ServerTLS(certificate, "/nowhere"), SSLContextException);
	BOOST_CHECK_THROW(Net::ServerTLS(garbage.path(), key), SSLContextException);
	BOOST_CHECK_THROW(Net::ServerTLS(certificate, garbage.path()), SSLContextException);
	BOOST_CHECK_THROW(Net::ServerTLS("", ""), SSLContextException);
	files.key.write(testAuthority().privateKeyPEM());
	BOOST_CHECK_THROW(Net::ServerTLS(certificate, key), SSLContextException);
}


BOOST_AUTO_TEST_CASE(aServerRefusesContextsThatAreNotForIt)
{
	BOOST_CHECK_THROW(Net::ServerTLS(nullptr), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(Net::ServerTLS(testAuthority().clientContext()), Poco::InvalidArgumentException);
	auto old = testCertificate().serverContext();
	SSL_CTX_set_max_proto_version(old->sslContext(), TLS1_1_VERSION);
	BOOST_CHECK_THROW(Net::ServerTLS{old}, Poco::InvalidArgumentException);
	auto none = testCertificate().serverContext();
	none->disableProtocols(Context::PROTO_TLSV1_2 | Context::PROTO_TLSV1_3);
	BOOST_CHECK_THROW(Net::ServerTLS{none}, Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(Net::ServerTLS(new Context(Context::TLS_SERVER_USE, Context::Params())), Poco::Net::SSLContextException);
}


BOOST_AUTO_TEST_CASE(aReloadedCertificateServesNewConnections)
{
	Files files;
	Net::ServerTLS tls(files.certificate.path(), files.key.path());
	TLSEnd old{Net::TLSSession(tls)};

	const auto other = NetCertificate::selfSigned("DNS:localhost");
	files.write(other);
	BOOST_TEST(opens(tls, trusting()));
	tls.reload();
	BOOST_TEST(!opens(tls, trusting()));
	BOOST_TEST(opens(tls, trusting(other)));

	TLSEnd client{Net::TLSSession(trusting(), "localhost")};
	client.receive({});
	old.receive(client.takeOutput());
	client.receive(old.takeOutput());
	BOOST_TEST(client.open);
}


BOOST_AUTO_TEST_CASE(aCertificateThatCannotBeReloadedStays)
{
	Files files;
	Net::ServerTLS tls(files.certificate.path(), files.key.path());
	files.certificate.write(testAuthority().certificatePEM());
	BOOST_CHECK_THROW(tls.reload(), Poco::Net::SSLContextException);
	BOOST_CHECK_THROW(tls.reload(testAuthority().clientContext()), Poco::InvalidArgumentException);
	BOOST_TEST(opens(tls, trusting()));
}


BOOST_AUTO_TEST_CASE(aContextIsReplacedByAnother)
{
	const auto other = NetCertificate::selfSigned("DNS:localhost");
	Net::ServerTLS tls(testCertificate().serverContext());
	BOOST_CHECK_THROW(tls.reload(), Poco::IllegalStateException);
	tls.reload(other.serverContext());
	BOOST_TEST(opens(tls, trusting(other)));
}


BOOST_AUTO_TEST_CASE(reloadingAndConnectingGoTogether)
{
	const Files files;
	Net::ServerTLS tls(files.certificate.path(), files.key.path());
	std::atomic<int> refused{0};
	std::thread connecting([&] {
		for (int i = 0; i < 20; ++i)
		{
			Net::TLSSession server(tls);
			TLSEnd client{Net::TLSSession(trusting(), "localhost")};
			client.receive({});
			auto hello = client.takeOutput();
			std::string_view bytes(hello);
			refused += server.handshake(bytes) == Net::TLSSession::Result::FAILED;
		}
	});
	for (int i = 0; i < 20; ++i) tls.reload();
	connecting.join();
	BOOST_TEST(refused == 0);
}


BOOST_AUTO_TEST_CASE(aClientTrustsTheAuthoritiesOfAFile)
{
	const NetFile authority(testAuthority().certificatePEM());
	Net::ClientTLS tls;
	tls.caLocation = authority.path();
	const Net::ServerTLS server(testCertificate().serverContext());
	BOOST_TEST(opens(server, tls));
	BOOST_TEST(opens(server, tls.complete()));
	BOOST_TEST(!tls.complete().context.isNull());
}


BOOST_AUTO_TEST_CASE(aClientRefusesWhatItCannotUse)
{
	const NetFile garbage("x");
	Net::ClientTLS tls;
	tls.caLocation = "/nowhere";
	BOOST_CHECK_THROW(tls.complete(), Poco::FileNotFoundException);
	tls.caLocation = garbage.path();
	BOOST_CHECK_THROW(tls.complete(), Poco::Net::SSLContextException);
	tls.context = testAuthority().clientContext();
	BOOST_CHECK_THROW(tls.complete(), Poco::InvalidArgumentException);
	tls.caLocation.clear();
	BOOST_CHECK_NO_THROW(tls.complete());
	tls.context = testCertificate().serverContext();
	BOOST_CHECK_THROW(tls.complete(), Poco::InvalidArgumentException);
	tls.context = testAuthority().clientContext();
	SSL_CTX_set_max_proto_version(tls.context->sslContext(), TLS1_1_VERSION);
	BOOST_CHECK_THROW(tls.complete(), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_SUITE_END()
