//
// Dialogue.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Dialogue.h"
#include <algorithm>
#include <utility>


namespace Conformance {


namespace {


constexpr std::chrono::seconds FAREWELL(1);
constexpr std::size_t LARGE = 64 * 1024;        // what a write at a time may hold: more is several


} // namespace


Dialogue::Dialogue(Transport& transport, Peer peer, Clock::duration timeout, unsigned seed):
	_transport(transport),
	_peer(peer),
	_timeout(timeout),
	_encoder(peer == Peer::SERVER, seed),
	_decoder(peer == Peer::CLIENT)
{
}


void Dialogue::agree(const Agreement& agreement)
{
	const auto& [server, client] = agreement;
	_deflater.emplace(_peer == Peer::SERVER ? client : server);
	_decoder.inflate(_peer == Peer::SERVER ? server : client);
}


Frames Dialogue::compressed(int opcode, std::string_view message, std::size_t size)
{
	const Payload payload(_deflater->deflate(message));
	auto frames = fragments(opcode, payload, size == 0 ? payload.size() : size);
	frames.front().rsv = RSV1;
	return frames;
}


void Dialogue::send(const Frames& frames, Manner manner, Deadline deadline)
{
	std::string bytes;
	bool going = true;
	for (const auto& frame: frames)
	{
		_encoder.encode(frame, bytes);
		_closeSent = _closeSent || frame.opcode == CLOSE;
		if (manner.kind != Manner::PER_FRAME) continue;
		going = going && write(bytes, deadline);
		bytes.clear();
	}
	const auto size = manner.kind == Manner::CHOPPED ? manner.size : LARGE;
	for (auto rest = std::string_view(bytes); going && !rest.empty(); rest.remove_prefix(std::min(size, rest.size())))
	{
		going = write(rest.substr(0, size), deadline);
	}
}


void Dialogue::await(std::size_t count, Deadline deadline)
{
	while (!isOver() && _events.size() < count && take(deadline)) continue;
}


void Dialogue::awaitClose(std::size_t count, Deadline deadline)
{
	while (!isOver() && _events.size() <= count && take(deadline)) continue;
}


void Dialogue::awaitEnd(Deadline deadline)
{
	while (!_ended && fault().empty() && take(deadline)) continue;
}


void Dialogue::end()
{
	if (_close && !_ended && !_closeSent) send({_close->code ? Conformance::close(*_close->code) : Conformance::close()}, {}, Clock::now() + FAREWELL);
	_transport.end();
}


bool Dialogue::isOver() const
{
	return _close || _ended || !fault().empty();
}


std::vector<Event> Dialogue::takeEvents()
{
	return std::exchange(_events, {});
}


bool Dialogue::write(std::string_view bytes, Deadline deadline)
	/// And reads what is there, so that the peer's answers never keep it from reading.
{
	const bool sent = _transport.send(bytes, soon(deadline));
	take(Deadline::min());
	_stuck = _stuck || (!sent && !isOver());
	return sent && !isOver();
}


bool Dialogue::take(Deadline deadline)
{
	if (_ended || !fault().empty()) return false;

	std::string bytes;
	const auto arrival = _transport.receive(bytes, soon(deadline));
	_ended = arrival == Transport::Arrival::ENDED;
	_decoder.append(bytes);
	while (auto event = _decoder.next()) record(std::move(*event));
	return arrival == Transport::Arrival::BYTES && Clock::now() < deadline;
}


void Dialogue::record(Event event)
{
	if (event.opcode == CLOSE)
	{
		_close.emplace();
		if (event.payload.empty()) return;
		_close->code = static_cast<unsigned char>(event.payload[0]) << 8 | static_cast<unsigned char>(event.payload[1]);
		_close->reason = event.payload.substr(2);
	}
	else if (event.opcode == PING)
	{
		if (_closeSent || _stuck) return;
		std::string bytes;
		_encoder.encode(pong(event.payload), bytes);
		_stuck = !_transport.send(bytes, Clock::now() + FAREWELL);
	}
	else
	{
		_compressed += event.compressed;
		_events.push_back(std::move(event));
	}
}


Deadline Dialogue::soon(Deadline deadline) const
{
	return std::min(deadline, Clock::now() + _timeout);
}


} // namespace Conformance
