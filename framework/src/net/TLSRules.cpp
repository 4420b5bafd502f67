//
// TLSRules.cpp
//
// What holds for TLS whatever a context says.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "TLSRules.h"
#include <Poco/Net/IPAddress.h>
#include <algorithm>
#include <openssl/x509v3.h>
#include <string_view>


namespace WS {
namespace Net {


namespace {


constexpr unsigned char HTTP_1_1[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};


int select(SSL*, const unsigned char** selected, unsigned char* size, const unsigned char* offered, unsigned int offeredSize, void*)
{
	auto* found = const_cast<unsigned char**>(selected);
	const int result = SSL_select_next_proto(found, size, HTTP_1_1, sizeof(HTTP_1_1), offered, offeredSize);
	return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}


int verdict(int ok, X509_STORE_CTX*)
	/// In place of Poco's, which asks handlers that are the same for the whole process.
{
	return ok;
}


std::string withoutDot(const std::string& host)
	/// A certificate and SNI have no dot at the end of a name.
{
	return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}


} // namespace


bool imposeTLSRules(SSL* session)
{
	SSL_set_options(session, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
	SSL_clear_options(session, SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_set_read_ahead(session, 0);              // or whole records could wait in there without SSL_pending() telling
	SSL_set_mode(session, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	const auto lowest = std::max<long>(TLS1_2_VERSION, SSL_get_min_proto_version(session));
	if (SSL_set_min_proto_version(session, static_cast<int>(lowest)) != 1) return false;
	const auto highest = SSL_get_max_proto_version(session);
	constexpr auto none = SSL_OP_NO_TLSv1_2 | SSL_OP_NO_TLSv1_3;
	return (highest == 0 || highest >= TLS1_2_VERSION) && (SSL_get_options(session) & none) != none;
}


void selectALPN(SSL_CTX* context)
{
	SSL_CTX_set_alpn_select_cb(context, select, nullptr);
}


bool offerALPN(SSL* session)
{
	return SSL_set_alpn_protos(session, HTTP_1_1, sizeof(HTTP_1_1)) == 0;
}


bool expectHost(SSL* session, const std::string& host, bool verify)
{
	Poco::Net::IPAddress address;
	const auto name = withoutDot(host);
	if (name.empty() || name.find('\0') != std::string::npos) return false;       // which would match any certificate
	const bool isAddress = Poco::Net::IPAddress::tryParse(host, address);
	if (!isAddress && SSL_set_tlsext_host_name(session, name.c_str()) != 1) return false;

	SSL_set_verify(session, verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, verdict);
	if (!verify) return true;
	SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);      // RFC 9525 2
	if (!isAddress) return SSL_set1_host(session, name.c_str()) == 1;
	const auto text = host.substr(0, host.find('%'));           // without the zone of a link-local address
	return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), text.c_str()) == 1;
}


} } // namespace WS::Net
