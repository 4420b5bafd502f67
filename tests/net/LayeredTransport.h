//
// LayeredTransport.h
//
// A transport over a socket, of which tests change a part.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_LayeredTransport_INCLUDED
#define WSTest_LayeredTransport_INCLUDED


#include "net/Transport.h"


namespace WS::Test {


class LayeredTransport: public Net::Transport
	/// The bytes of a socket as they are.
{
public:
	explicit LayeredTransport(const Poco::Net::StreamSocket& socket):
		_below(socket)
	{
	}

	int descriptor() const override { return _below.descriptor(); }
	const Poco::Net::StreamSocket& socket() const override { return _below.socket(); }
	Result open() override { return _below.open(); }
	Result receive(std::span<char> buffer, std::size_t& size) override { return _below.receive(buffer, size); }
	bool holdsInput() const override { return false; }
	Result send(std::string_view bytes, std::size_t& size) override { return _below.send(bytes, size); }
	Result flush() override { return _below.flush(); }
	std::size_t bufferedAmount() const override { return _below.bufferedAmount(); }
	void shutdownSend() override { _below.shutdownSend(); }
	bool secure() const override { return false; }
	std::string failure() const override { return _below.failure(); }

private:
	Net::PlainTransport _below;
};


} // namespace WS::Test


#endif // WSTest_LayeredTransport_INCLUDED
