//
// TLSTransport.cpp
//
// The bytes of a connection through TLS.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "TLSTransport.h"
#include <Poco/Net/SSLException.h>
#include <array>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t AHEAD = TLSSession::MAX_RECORD + 1024;
	/// By how much the plaintext of a read may exceed its ciphertext: that of a record which has begun before.


constexpr std::size_t IN_PLACE = 2 * AHEAD;
	/// From which size on a caller's buffer serves for the ciphertext as well.


constexpr std::size_t BUFFER_SIZE = 4096;


} // namespace


TLSTransport::TLSTransport(std::unique_ptr<Transport> below, const ServerTLS& tls):
	_below(std::move(below)),
	_session(tls)
{
}


TLSTransport::TLSTransport(std::unique_ptr<Transport> below, const ClientTLS& tls, const std::string& host, std::string early):
	_below(std::move(below)),
	_session(tls, host),
	_kept(std::move(early))
{
}


int TLSTransport::descriptor() const
{
	return _below->descriptor();
}


const Poco::Net::StreamSocket& TLSTransport::socket() const
{
	return _below->socket();
}


Transport::Result TLSTransport::open()
{
	if (const auto result = _below->open(); result != Result::DONE) return result;
	for (;;)
	{
		std::string_view input(_kept);
		const auto result = _session.handshake(input);
		_kept.erase(0, _kept.size() - input.size());
		const auto flushed = flush();
		if (result == TLSSession::Result::FAILED) return Result::FAILED;
		if (result == TLSSession::Result::DONE) return flushed;
		// A peer that takes nothing more has perhaps said why.
		if (const auto read = readForHandshake(); read != Result::DONE) return read;
	}
}


Transport::Result TLSTransport::readForHandshake()
{
	std::array<char, BUFFER_SIZE> buffer;
	std::size_t size = 0;
	const auto result = receiveBelow(buffer, size);
	if (result == Result::DONE) _kept.append(buffer.data(), size);
	return result;
}


Transport::Result TLSTransport::receive(std::span<char> buffer, std::size_t& size)
{
	std::string_view kept(_kept);
	auto result = decrypt(kept, buffer, size);
	_kept.erase(0, _kept.size() - kept.size());
	if (_kept.empty() && _kept.capacity() > BUFFER_SIZE / 2) _kept.shrink_to_fit();

	if (result == Result::WOULD_BLOCK)
	{
		const auto read = buffer.size() < IN_PLACE ? receiveApart(buffer, size, result) : receiveInPlace(buffer, size, result);
		// Who reads until there is plaintext serves a peer that only changes keys, and nobody else.
		if (read != Result::DONE || result == Result::WOULD_BLOCK) result = read;
	}
	if (bufferedAmount() != 0) flush();
	_told = result == Result::ENDED || result == Result::FAILED;
	return result;
}


Transport::Result TLSTransport::decrypt(std::string_view& ciphertext, std::span<char> buffer, std::size_t& size)
	/// As much as there is room for.
{
	size = 0;
	auto result = TLSSession::Result::DONE;
	while (result == TLSSession::Result::DONE && size < buffer.size())
	{
		std::size_t decrypted = 0;
		result = _session.receive(ciphertext, buffer.subspan(size), decrypted);
		size += decrypted;
	}
	if (size != 0) return Result::DONE;
	if (result == TLSSession::Result::ENDED) return Result::ENDED;
	return result == TLSSession::Result::FAILED ? Result::FAILED : Result::WOULD_BLOCK;
}


Transport::Result TLSTransport::receiveInPlace(std::span<char> buffer, std::size_t& size, Result& result)
	/// The ciphertext lies behind the room for a record, and the plaintext grows from the front: it never gets to what is
	/// not used up, since OpenSSL copies a record before it decrypts it.
{
	const auto ciphertext = buffer.subspan(AHEAD);
	std::size_t length = 0;
	if (const auto read = receiveBelow(ciphertext, length); read != Result::DONE) return read;

	std::string_view unused(ciphertext.data(), length);
	auto next = Result::DONE;
	size = 0;
	while (next == Result::DONE)
	{
		const auto room = AHEAD + length - unused.size() - size;
		std::size_t decrypted = 0;
		next = decrypt(unused, buffer.subspan(size, room), decrypted);
		size += decrypted;
	}
	result = size != 0 ? Result::DONE : next;
	return Result::DONE;
}


Transport::Result TLSTransport::receiveApart(std::span<char> buffer, std::size_t& size, Result& result)
{
	std::array<char, BUFFER_SIZE> ciphertext;
	std::size_t length = 0;
	if (const auto read = receiveBelow(ciphertext, length); read != Result::DONE) return read;

	std::string_view unused(ciphertext.data(), length);
	result = decrypt(unused, buffer, size);
	_kept.assign(unused);
	return Result::DONE;
}


Transport::Result TLSTransport::receiveBelow(std::span<char> buffer, std::size_t& size)
	/// An end below is one without close_notify.
{
	const auto result = _below->receive(buffer, size);
	if (result != Result::ENDED) return result;
	_session.receiveEnd();
	return Result::FAILED;
}


bool TLSTransport::holdsInput() const
{
	if (_told) return false;
	return _session.isEnded() || _session.isFailed() || !_kept.empty() || _session.holdsInput() || _below->holdsInput();
}


Transport::Result TLSTransport::send(std::string_view bytes, std::size_t& size)
{
	size = 0;
	if (_session.output().size() >= TLSSession::MAX_OUTPUT)
	{
		const auto result = flush();
		if (result == Result::FAILED || _session.output().size() >= TLSSession::MAX_OUTPUT) return result;
	}
	if (_session.send(bytes, size) == TLSSession::Result::FAILED) return Result::FAILED;
	return size != 0 || bytes.empty() ? Result::DONE : Result::WOULD_BLOCK;
}


Transport::Result TLSTransport::flush()
{
	while (!_session.output().empty())
	{
		std::size_t size = 0;
		const auto result = _below->send(_session.output(), size);
		_session.consume(size);
		if (result != Result::DONE) return result;
	}
	const auto result = _below->flush();
	if (result == Result::DONE && _ending && !std::exchange(_shutDown, true)) _below->shutdownSend();
	return result;
}


std::size_t TLSTransport::bufferedAmount() const
{
	return _session.output().size() + _below->bufferedAmount();
}


void TLSTransport::shutdownSend()
{
	_session.close();
	_ending = true;
	flush();
}


bool TLSTransport::secure() const
{
	return true;
}


std::string TLSTransport::failure() const
{
	return _session.isFailed() ? _session.failure() : _below->failure();
}


bool TLSTransport::hasFailedInTLS() const
{
	return _session.isFailed() || _below->hasFailedInTLS();
}


void TLSTransport::throwFailure() const
{
	const auto* const below = dynamic_cast<const TLSTransport*>(_below.get());
	if (below && !_session.isFailed()) below->throwFailure();
	if (_session.isCertificateRefused()) throw Poco::Net::CertificateValidationException(failure());
	throw Poco::Net::SSLException(failure());
}


const TLSSession& TLSTransport::session() const
{
	return _session;
}


} } // namespace WS::Net
