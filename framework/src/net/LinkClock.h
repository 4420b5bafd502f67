//
// LinkClock.h
//
// The deadlines of a connection in an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_LinkClock_INCLUDED
#define WS_Net_LinkClock_INCLUDED


#include "Deadline.h"
#include "WS/Net/ConnectionSettings.h"
#include <cstdint>


namespace WS {
namespace Net {


class LinkClock
	/// The deadlines of a connection in an event loop. It is told what happens, and tells what is due; what to do about that, and
	/// the time, are the caller's.
{
public:
	enum class Stage: std::uint8_t
		/// What the connection is about to do.
	{
		HANDSHAKE,       // become open
		OPEN,
		OUTPUT,          // close: what is before the close frame waits to be written
		CLOSE,           // the close frame has been written, the peer's is awaited
		LINGER           // the peer may read the last bytes
	};

	LinkClock(const ConnectionSettings& settings, Deadline now);
		/// The settings live as long as the clock, or until apply() is called with others.

	void apply(const ConnectionSettings& settings) { _settings = &settings; }

	Stage stage() const { return _stage; }

	// What happens

	void begin(Deadline openBy);
	void open();

	void close(Deadline now, bool overflown);
		/// It is to be closed. Overflown: also what is before the close frame has closeTimeout only.

	void awaitClose(Deadline now);
	void linger(Deadline now);

	void setCut(Deadline deadline);
		/// All is over at this point, and a close frame is awaited as long.

	void hear(Deadline now);
		/// Bytes have come.

	void speak(Deadline now, bool message);
		/// Bytes have gone. Message: not only such as keep the connection alive.

	void talk() { _talked = _heard; }
		/// With the bytes that have come there was a message.

	void setOutput(Deadline now, bool waits, bool accepted);
		/// Whether some waits, and the peer has accepted some.

	void ping(Deadline now, bool sent);
		/// A ping was to be sent; a dialect may have none.

	void release() { _released = true; }

	void expectNothing() { _pongBy = NEVER; }
		/// Nothing is read: a pong would not be heard.

	// What is due

	bool isStageOver(Deadline now) const { return _stageBy <= now; }
	bool isCut(Deadline now) const { return _cutAt != NEVER && _cutAt <= now; }
	bool isOutputLate(Deadline now) const { return _sendBy <= now; }
	bool isPongLate(Deadline now) const { return _pongBy <= now; }
	bool isOutputAwaited() const { return _sendBy != NEVER; }
	bool isIdle(Deadline now) const;
	bool isReleaseDue(Deadline now) const;
	bool isPingDue(Deadline now) const;

	Deadline next(bool reading) const;
		/// Nothing is due before.

private:
	const ConnectionSettings* _settings;
	Deadline _stageBy = NEVER;
	Deadline _sendBy = NEVER;
	Deadline _pongBy = NEVER;
	Deadline _cutAt = NEVER;
	Deadline _heard;                     // bytes came
	Deadline _spoke;                     // bytes went
	Deadline _talked;                    // a message came or went
	Stage _stage = Stage::HANDSHAKE;
	bool _released = false;
};


} } // namespace WS::Net


#endif // WS_Net_LinkClock_INCLUDED
