//
// ProxiedTransport.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ProxiedTransport.h"
#include <algorithm>
#include <array>
#include <utility>


namespace WS {
namespace Net {


ProxiedTransport::ProxiedTransport(std::unique_ptr<Transport> below, std::shared_ptr<ProxyProtocol> header):
	_below(std::move(below)),
	_header(std::move(header))
{
}


Transport::Result ProxiedTransport::open()
{
	if (!_header) return Result::DONE;
	const auto opened = _below->open();
	if (opened != Result::DONE) return opened;

	std::array<char, 1024> buffer;
	while (_header->result() == ProxyProtocol::Result::NEED_MORE)
	{
		std::size_t size = 0;
		const auto result = _below->receive(buffer, size);
		if (result != Result::DONE) return result == Result::WOULD_BLOCK ? result : Result::FAILED;
		std::span<char> bytes(buffer.data(), size);
		_header->receive(bytes);
		_kept.assign(bytes.begin(), bytes.end());
	}
	_failure = _header->failure();
	_header.reset();
	return _failure.empty() ? Result::DONE : Result::FAILED;
}


Transport::Result ProxiedTransport::receive(std::span<char> buffer, std::size_t& size)
{
	if (_kept.empty()) return _below->receive(buffer, size);
	size = std::min(buffer.size(), _kept.size());
	std::copy_n(_kept.begin(), size, buffer.begin());
	_kept.erase(0, size);
	if (_kept.empty()) _kept.shrink_to_fit();
	return Result::DONE;
}


bool ProxiedTransport::holdsInput() const
{
	return !_kept.empty() || _below->holdsInput();
}


std::string ProxiedTransport::failure() const
{
	return _failure.empty() ? _below->failure() : _failure;
}


//
// As below
//


int ProxiedTransport::descriptor() const
{
	return _below->descriptor();
}


const Poco::Net::StreamSocket& ProxiedTransport::socket() const
{
	return _below->socket();
}


Transport::Result ProxiedTransport::send(std::string_view bytes, std::size_t& size)
{
	return _below->send(bytes, size);
}


Transport::Result ProxiedTransport::write(Driver& driver, std::size_t& written)
{
	return _below->write(driver, written);
}


Transport::Result ProxiedTransport::flush()
{
	return _below->flush();
}


std::size_t ProxiedTransport::bufferedAmount() const
{
	return _below->bufferedAmount();
}


void ProxiedTransport::shutdownSend()
{
	_below->shutdownSend();
}


bool ProxiedTransport::secure() const
{
	return _below->secure();
}


} } // namespace WS::Net
