//
// NetCertificate.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetCertificate.h"
#include <atomic>
#include <fstream>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdexcept>


namespace WS::Test {


namespace {


const long DAY = 24 * 60 * 60;


void require(bool done)
{
	if (!done) throw std::runtime_error("a certificate could not be made");
}


void addExtension(X509* certificate, X509* issuer, int kind, const std::string& value)
{
	X509V3_CTX context;
	X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
	X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
	require(extension && X509_add_ext(certificate, extension, -1) == 1);
	X509_EXTENSION_free(extension);
}


template <class Write>
std::string pem(const Write& write)
{
	const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
	require(write(memory.get()) == 1);
	char* data = nullptr;
	const auto size = BIO_get_mem_data(memory.get(), &data);
	return {data, static_cast<std::size_t>(size)};
}


} // namespace


NetCertificate::NetCertificate(const std::string& name, const std::string& alternatives, long days, const NetCertificate* issuer):
	_key(EVP_EC_gen("P-256"), EVP_PKEY_free),
	_certificate(X509_new(), X509_free)
{
	static std::atomic<long> serial{1};
	X509* const certificate = _certificate.get();
	X509* const signer = issuer ? issuer->_certificate.get() : certificate;
	X509_NAME* const subject = X509_get_subject_name(certificate);
	X509_set_version(certificate, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -2 * DAY);
	X509_gmtime_adj(X509_getm_notAfter(certificate), days * DAY);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
	X509_set_issuer_name(certificate, X509_get_subject_name(signer));
	X509_set_pubkey(certificate, _key.get());
	if (alternatives.empty()) addExtension(certificate, signer, NID_basic_constraints, "critical,CA:TRUE");
	else addExtension(certificate, signer, NID_subject_alt_name, alternatives);
	require(X509_sign(certificate, issuer ? issuer->_key.get() : _key.get(), EVP_sha256()) > 0);
}


NetCertificate NetCertificate::authority(const std::string& name)
{
	return {name, "", 1, nullptr};
}


NetCertificate NetCertificate::selfSigned(const std::string& names)
{
	return {"Self", names, 1, nullptr};
}


NetCertificate NetCertificate::issue(const std::string& names, long days) const
{
	return {"Server", names, days, this};
}


void NetCertificate::use(SSL_CTX* context) const
{
	require(SSL_CTX_use_certificate(context, _certificate.get()) == 1);
	require(SSL_CTX_use_PrivateKey(context, _key.get()) == 1);
}


Poco::Net::Context::Ptr NetCertificate::serverContext() const
{
	Poco::Net::Context::Params parameters;
	parameters.verificationMode = Poco::Net::Context::VERIFY_NONE;
	Poco::Net::Context::Ptr context = new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, parameters);
	use(context->sslContext());
	return context;
}


Poco::Net::Context::Ptr NetCertificate::clientContext() const
{
	Poco::Net::Context::Ptr context = new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, Poco::Net::Context::Params());
	require(X509_STORE_add_cert(SSL_CTX_get_cert_store(context->sslContext()), _certificate.get()) == 1);
	return context;
}


std::string NetCertificate::certificatePEM() const
{
	return pem([this](BIO* bio) { return PEM_write_bio_X509(bio, _certificate.get()); });
}


std::string NetCertificate::privateKeyPEM() const
{
	return pem([this](BIO* bio) { return PEM_write_bio_PrivateKey(bio, _key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}


NetFile::NetFile(const std::string& content)
{
	write(content);
}


void NetFile::write(const std::string& content)
{
	std::ofstream(path()) << content;
}


const std::string& NetFile::path() const
{
	return _file.path();
}


const NetCertificate& testAuthority()
{
	static const auto authority = NetCertificate::authority();
	return authority;
}


const NetCertificate& testCertificate()
{
	static const auto certificate = testAuthority().issue("DNS:localhost,IP:127.0.0.1,IP:::1");
	return certificate;
}


} // namespace WS::Test
