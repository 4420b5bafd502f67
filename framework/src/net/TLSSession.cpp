//
// TLSSession.cpp
//
// TLS without I/O.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "TLSSession.h"
#include "TLSFailure.h"
#include "TLSRules.h"
#include <Poco/Exception.h>
#include <Poco/Net/SSLException.h>
#include <algorithm>
#include <cstring>
#include <new>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t MAX_ANSWERS = 4 * TLSSession::MAX_OUTPUT;
	/// A peer that makes us answer that much and does not read is not served any longer.


constexpr std::size_t KEPT = 256;
	/// Capacity that an empty output may keep.


constexpr unsigned char SESSION_CONTEXT[] = {'W', 'S'};


} // namespace


TLSSession::TLSSession(const Poco::Net::Context::Ptr& context, const std::string& host):
	_context(context),
	_session(SSL_new(context->sslContext())),
	_host(host)
{
	static BIO_METHOD* const method = makeMethod();
	BIO* const bio = method ? BIO_new(method) : nullptr;
	if (!_session || !bio || !imposeTLSRules(_session.get()))
	{
		BIO_free(bio);
		ERR_clear_error();
		throw Poco::Net::SSLContextException("TLS cannot be set up with this context");
	}
	BIO_set_data(bio, this);
	BIO_set_init(bio, 1);
	SSL_set_bio(_session.get(), bio, bio);
}


TLSSession::TLSSession(const ServerTLS& tls):
	TLSSession(tls.context(), {})
{
	SSL_set_accept_state(_session.get());
	// Without one, clients that resume a session are refused where clients have to show a certificate.
	SSL_set_session_id_context(_session.get(), SESSION_CONTEXT, sizeof(SESSION_CONTEXT));
}


TLSSession::TLSSession(const ClientTLS& tls, const std::string& host):
	TLSSession(tls.context ? tls.context : tls.complete().context, host)
{
	SSL_set_connect_state(_session.get());
	const bool done = offerALPN(_session.get()) && expectHost(_session.get(), host, tls.verify);
	ERR_clear_error();
	if (!done) throw Poco::InvalidArgumentException("no host that TLS could ask for", host);
}


TLSSession::~TLSSession() = default;


TLSSession::Result TLSSession::handshake(std::string_view& ciphertext)
{
	if (_failed) return Result::FAILED;
	// A client that says nothing gets no memory for a handshake.
	if (ciphertext.empty() && SSL_is_server(_session.get()) && SSL_in_before(_session.get())) return Result::NEEDS_INPUT;
	const bool wasDone = SSL_is_init_finished(_session.get());
	ERR_clear_error();
	_input = ciphertext;
	const auto result = conclude(SSL_do_handshake(_session.get()));
	ciphertext = std::exchange(_input, {});
	SSL_free_buffers(_session.get());            // many may be waiting in the middle of it
	return result == Result::DONE && !wasDone && !SSL_is_server(_session.get()) ? checkServer() : result;
}


TLSSession::Result TLSSession::checkServer()
{
	// Ciphers without certificates are off, but a context can switch them on.
	if (SSL_get_verify_mode(_session.get()) == SSL_VERIFY_NONE || SSL_get0_peer_certificate(_session.get())) return Result::DONE;
	_certificateRefused = true;
	fail("the server has no certificate");
	return Result::FAILED;
}


TLSSession::Result TLSSession::receive(std::string_view& ciphertext, std::span<char> plaintext, std::size_t& size)
{
	size = 0;
	if (_failed) return Result::FAILED;
	if (_ended) return Result::ENDED;
	ERR_clear_error();
	_input = ciphertext;
	const auto result = conclude(SSL_read_ex(_session.get(), plaintext.data(), plaintext.size(), &size));
	ciphertext = std::exchange(_input, {});
	if (output().size() <= MAX_ANSWERS) return result;
	fail("the peer wants TLS to be answered and does not read the answers");
	return Result::FAILED;
}


bool TLSSession::holdsInput() const
{
	return SSL_pending(_session.get()) > 0;
}


TLSSession::Result TLSSession::send(std::string_view plaintext, std::size_t& size)
{
	size = 0;
	auto result = _failed || (SSL_get_shutdown(_session.get()) & SSL_SENT_SHUTDOWN) != 0 ? Result::FAILED : Result::DONE;
	while (result == Result::DONE && size < plaintext.size() && output().size() < MAX_OUTPUT)
	{
		std::size_t taken = 0;
		ERR_clear_error();
		result = conclude(SSL_write_ex(_session.get(), plaintext.data() + size, std::min(plaintext.size() - size, MAX_RECORD), &taken));
		size += taken;
	}
	return result;
}


void TLSSession::close()
{
	if (_failed || !SSL_is_init_finished(_session.get())) return;
	ERR_clear_error();
	SSL_shutdown(_session.get());
	ERR_clear_error();
}


void TLSSession::receiveEnd()
{
	if (_failed || _ended) return;
	const bool open = SSL_is_init_finished(_session.get());
	fail(open ? "the TLS connection was cut short, without close_notify" : "the peer has hung up during the TLS handshake");
}


TLSSession::Result TLSSession::conclude(int result)
	/// What a call of OpenSSL has come to.
{
	if (result > 0) return Result::DONE;
	switch (SSL_get_error(_session.get(), result))
	{
	case SSL_ERROR_WANT_READ:
		return Result::NEEDS_INPUT;
	case SSL_ERROR_ZERO_RETURN:
		_ended = true;
		return Result::ENDED;
	default:
		break;
	}
	const auto found = tlsFailure(_session.get(), _host);
	ERR_clear_error();
	_certificateRefused = found.certificate;
	if (found.plainHTTP && SSL_is_server(_session.get())) _output.append(answerToPlainHTTP());
	fail(found.text);
	return Result::FAILED;
}


void TLSSession::fail(std::string reason)
{
	_failed = true;
	_failure = std::move(reason);
}


std::string_view TLSSession::output() const
{
	return std::string_view(_output).substr(_consumed);
}


void TLSSession::consume(std::size_t size)
{
	_consumed += std::min(size, _output.size() - _consumed);
	if (_consumed == _output.size())
	{
		_output.clear();
		_consumed = 0;
		if (_output.capacity() > KEPT) _output.shrink_to_fit();
	}
	else if (_consumed > _output.size() / 2)
	{
		_output.erase(0, _consumed);
		_consumed = 0;
	}
}


bool TLSSession::isEnded() const
{
	return _ended;
}


bool TLSSession::isFailed() const
{
	return _failed;
}


const std::string& TLSSession::failure() const
{
	return _failure;
}


bool TLSSession::isCertificateRefused() const
{
	return _certificateRefused;
}


std::string TLSSession::serverName() const
{
	const char* const name = SSL_get_servername(_session.get(), TLSEXT_NAMETYPE_host_name);
	return name ? name : "";
}


std::string TLSSession::version() const
{
	return SSL_get_version(_session.get());
}


//
// What OpenSSL reads from and writes to: no copies of the input, and no memory but that of the output.
//


BIO_METHOD* TLSSession::makeMethod()
{
	const int index = BIO_get_new_index();
	BIO_METHOD* const method = index == -1 ? nullptr : BIO_meth_new(index | BIO_TYPE_SOURCE_SINK, "WS::Net::TLSSession");
	if (!method) return nullptr;
	BIO_meth_set_write(method, writeOutput);
	BIO_meth_set_read(method, readInput);
	BIO_meth_set_ctrl(method, control);
	return method;
}


int TLSSession::readInput(BIO* bio, char* data, int size)
{
	auto& input = static_cast<TLSSession*>(BIO_get_data(bio))->_input;
	BIO_clear_retry_flags(bio);
	if (input.empty())
	{
		BIO_set_retry_read(bio);
		return -1;
	}
	const auto taken = std::min(input.size(), static_cast<std::size_t>(size));
	std::memcpy(data, input.data(), taken);
	input.remove_prefix(taken);
	return static_cast<int>(taken);
}


int TLSSession::writeOutput(BIO* bio, const char* data, int size)
{
	BIO_clear_retry_flags(bio);
	try
	{
		static_cast<TLSSession*>(BIO_get_data(bio))->_output.append(data, static_cast<std::size_t>(size));
		return size;
	}
	catch (const std::bad_alloc&)
	{
		return -1;        // nothing may be thrown through C
	}
}


long TLSSession::control(BIO*, int command, long, void*)
{
	return command == BIO_CTRL_FLUSH ? 1 : 0;
}


} } // namespace WS::Net
