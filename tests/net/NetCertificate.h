//
// NetCertificate.h
//
// Certificates that are made by the test that needs them.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetCertificate_INCLUDED
#define WSTest_NetCertificate_INCLUDED


#include <Poco/Net/Context.h>
#include <Poco/TemporaryFile.h>
#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string>


namespace WS::Test {


class NetCertificate
	/// A certificate and its private key.
{
public:
	static NetCertificate authority(const std::string& name = "Test Authority");
		/// Signed by itself, for signing others.

	static NetCertificate selfSigned(const std::string& names);

	NetCertificate issue(const std::string& names, long days = 1) const;
		/// A certificate that this one has signed, for names and addresses as in "DNS:localhost,IP:127.0.0.1"; valid from two
		/// days ago until so many days from now.

	Poco::Net::Context::Ptr serverContext() const;
		/// Shows this certificate, and asks for none.

	Poco::Net::Context::Ptr clientContext() const;
		/// Trusts this certificate.

	void use(SSL_CTX* context) const;
		/// Shows this certificate there.

	std::string certificatePEM() const;
	std::string privateKeyPEM() const;

private:
	NetCertificate(const std::string& name, const std::string& alternatives, long days, const NetCertificate* issuer);

	std::shared_ptr<EVP_PKEY> _key;
	std::shared_ptr<X509> _certificate;
};


class NetFile
	/// A file as long as it exists.
{
public:
	explicit NetFile(const std::string& content);

	void write(const std::string& content);
	const std::string& path() const;

private:
	Poco::TemporaryFile _file;
};


const NetCertificate& testAuthority();
	/// Who signs in most tests.


const NetCertificate& testCertificate();
	/// Signed by testAuthority() for localhost, 127.0.0.1 and ::1.


} // namespace WS::Test


#endif // WSTest_NetCertificate_INCLUDED
