//
// Dialogue.h
//
// What goes back and forth between the suite and the peer under test.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Dialogue_INCLUDED
#define Conformance_Dialogue_INCLUDED


#include "conformance/suite/Case.h"
#include "conformance/suite/Deflater.h"
#include "conformance/suite/FrameDecoder.h"
#include "conformance/suite/FrameEncoder.h"
#include "conformance/suite/Transport.h"
#include <optional>
#include <string>
#include <vector>


namespace Conformance {


class Dialogue
	/// The suite's end of one connection. Answers pings, as a peer may send them whenever it wants.
	/// Every call gives up at its deadline, and earlier when nothing has happened for the timeout.
{
public:
	Dialogue(Transport& transport, Peer peer, Clock::duration timeout, unsigned seed);
		/// seed: of the masking keys.

	void agree(const Agreement& agreement);
		/// Both ends may compress, in this way.

	Frames compressed(int opcode, std::string_view message, std::size_t size);
		/// A message in frames of that size, counted in what is left of it; 0: in one.

	void send(const Frames& frames, Manner manner, Deadline deadline);
		/// Stops where the peer ends the connection.

	void await(std::size_t count, Deadline deadline);
		/// Receives until so many events are there or isOver().

	void awaitClose(std::size_t count, Deadline deadline);
		/// Receives until isOver(), or more than so many events are there.

	void awaitEnd(Deadline deadline);
		/// Receives until the peer has ended the transport, or has done something wrong.

	void end();
		/// Answers the peer's close frame, unless we have closed, and ends the transport.

	std::size_t compressedMessages() const { return _compressed; }
		/// So many of the peer's were.

	bool isOver() const;
		/// The peer has sent a close frame, ended the transport, or done something wrong.

	std::vector<Event> takeEvents();
		/// The messages and pongs that have arrived.

	const std::optional<Close>& close() const { return _close; }
	bool hasEnded() const { return _ended; }
	bool isStuck() const { return _stuck; }
		/// The peer did not take all that was sent in time.

	const std::string& fault() const { return _decoder.fault(); }
		/// What is wrong with the peer's frames; empty: nothing.

private:
	bool write(std::string_view bytes, Deadline deadline);
	bool take(Deadline deadline);
		// Receives once. False: nothing came, or the time is over.
	void record(Event event);
	Deadline soon(Deadline deadline) const;

	Transport& _transport;
	const Peer _peer;
	const Clock::duration _timeout;
	FrameEncoder _encoder;
	FrameDecoder _decoder;
	std::optional<Deflater> _deflater;
	std::size_t _compressed = 0;
	std::vector<Event> _events;
	std::optional<Close> _close;
	bool _closeSent = false;
	bool _ended = false;
	bool _stuck = false;
};


} // namespace Conformance


#endif // Conformance_Dialogue_INCLUDED
