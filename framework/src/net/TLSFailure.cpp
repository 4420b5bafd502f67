//
// TLSFailure.cpp
//
// What has gone wrong in TLS.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "TLSFailure.h"
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <utility>


namespace WS {
namespace Net {


namespace {


std::string namesIn(X509* certificate)
	/// The DNS names that the certificate is for, as far as they are of use in a message.
{
	constexpr int MAX_NAMES = 5;
	std::string result;
	auto* const names = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
	for (int i = 0; i < sk_GENERAL_NAME_num(names) && i < MAX_NAMES; ++i)
	{
		int type = 0;
		const auto* const value = static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names, i), &type));
		if (type != GEN_DNS) continue;
		if (!result.empty()) result.append(", ");
		for (int c = 0; c < ASN1_STRING_length(value); ++c)
		{
			const auto byte = static_cast<char>(ASN1_STRING_get0_data(value)[c]);
			result.push_back(byte > ' ' && byte < 0x7f ? byte : '?');
		}
	}
	GENERAL_NAMES_free(names);
	return result;
}


std::string ofCertificate(SSL* session, const std::string& host)
{
	const long error = SSL_get_verify_result(session);
	std::string text = "certificate of ";
	text.append(SSL_is_server(session) ? "the client" : host).append(": ").append(X509_verify_cert_error_string(error));
	X509* const certificate = SSL_get0_peer_certificate(session);
	if (error != X509_V_ERR_HOSTNAME_MISMATCH || !certificate) return text;
	const auto names = namesIn(certificate);
	return names.empty() ? text : text.append(", it is for ").append(names);
}


std::string describe(int reason)
{
	switch (reason)
	{
	case SSL_R_HTTP_REQUEST:
	case SSL_R_HTTPS_PROXY_REQUEST:
		return "the peer speaks plain HTTP, not TLS";
	case SSL_R_WRONG_VERSION_NUMBER:
		return "the peer does not speak TLS";
	case SSL_R_UNSUPPORTED_PROTOCOL:
		return "the peer has no TLS version from 1.2 on";
	case SSL_R_NO_APPLICATION_PROTOCOL:
		return "the client offers other protocols than http/1.1 (ALPN)";
	default:
		break;
	}
	if (reason >= SSL_AD_REASON_OFFSET && reason <= SSL_AD_REASON_OFFSET + 0xff)
		return std::string("the peer has refused TLS: ").append(SSL_alert_desc_string_long(reason - SSL_AD_REASON_OFFSET));
	return {};
}


} // namespace


TLSFailure tlsFailure(SSL* session, const std::string& host)
{
	const auto error = ERR_peek_error();
	const int reason = ERR_GET_LIB(error) == ERR_LIB_SSL ? ERR_GET_REASON(error) : 0;
	TLSFailure failure;
	failure.certificate = reason == SSL_R_CERTIFICATE_VERIFY_FAILED;
	failure.plainHTTP = reason == SSL_R_HTTP_REQUEST || reason == SSL_R_HTTPS_PROXY_REQUEST;
	failure.text = failure.certificate ? ofCertificate(session, host) : describe(reason);
	if (!failure.text.empty()) return failure;

	const char* const text = ERR_reason_error_string(error);
	failure.text = std::string("TLS: ").append(text ? text : "unknown error");
	return failure;
}


std::string_view answerToPlainHTTP()
{
	return "HTTP/1.1 400 Bad Request\r\n"
		   "Content-Type: text/plain\r\n"
		   "Content-Length: 24\r\n"
		   "Connection: close\r\n"
		   "\r\n"
		   "TLS is required (https)\n";
}


} } // namespace WS::Net
