//
// TLSFailure.cpp
//
// What has gone wrong in TLS.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "TLSFailure.h"
#include <openssl/err.h>
#include <openssl/x509.h>


namespace WS {
namespace Net {


namespace {


std::string ofCertificate(SSL* session, const std::string& host)
{
	std::string text = "certificate of ";
	return text.append(SSL_is_server(session) ? "the client" : host).append(": ").append(X509_verify_cert_error_string(SSL_get_verify_result(session)));
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
	return {};
}


std::string describeAlert(std::string_view text)
	/// As OpenSSL puts it: "tlsv1 alert unknown ca".
{
	constexpr std::string_view ALERT = "alert ";
	const auto at = text.find(ALERT);
	if (at != std::string_view::npos) text.remove_prefix(at + ALERT.size());
	return std::string("the peer has refused TLS: ").append(text);
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

	const char* const known = ERR_reason_error_string(error);
	const std::string_view text = known ? known : "unknown error";
	failure.text = reason >= SSL_AD_REASON_OFFSET ? describeAlert(text) : std::string("TLS: ").append(text);
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
