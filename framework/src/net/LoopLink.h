//
// LoopLink.h
//
// Joins a connection and its transport in an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_LoopLink_INCLUDED
#define WS_Net_LoopLink_INCLUDED


#include "LinkClock.h"
#include "Loop.h"
#include "Transport.h"
#include "WS/Driver.h"
#include "WS/Net/CloseInfo.h"
#include "WS/Net/ConnectionSettings.h"
#include <cstddef>
#include <memory>
#include <span>
#include <string>


namespace WS {
namespace Net {


class Channel;
class LoopSignal;
class Mailbox;


class LoopLink: public Disposable, private Pollable, private Timer
	/// Joins a connection's driver and its transport in an event loop, for servers and clients: reads once when something has
	/// come, writes once what that caused, and keeps the deadlines. For the loop's thread. Whoever derives has the connection,
	/// attaches it and calls join(), disposes of the object when left() is called, and detaches it in its destructor.
	///
	///     NEW ── join() ──► OPENING ── transport is open ──► TALKING ── driver has finished ──► LINGERING ──► ENDED
	///                          └──────── any fault ─────────────┴────────────── the same ──────────┘
{
public:
	void touch();
		/// Somebody uses the driver: the loop looks after it when that has returned.

	bool isEnded() const { return _phase == Phase::ENDED; }

protected:
	LoopLink(Loop& loop, std::unique_ptr<Transport> transport, const ConnectionSettings& settings, std::shared_ptr<LoopSignal> signal);
		/// The settings live as long as the link, or until apply() is called with others.

	void attach(Channel& channel, Mailbox& mailbox);
		/// These are the connection's.

	void join(Deadline openBy);
		/// Starts; the connection has to be open at this point in time.

	template <class Call>
	void guard(const Call& call);
		/// What the call throws ends the connection: out of memory, or of room in the poller.

	void detach();
		/// The connection and the mailbox are about to go.

	void apply(const ConnectionSettings& settings) { _settings = &settings, _clock.apply(settings); }

	void attend();
		/// Does what the driver and the mailbox ask for now: writes, and ends what is finished.

	void end(Cause cause, CloseInfo::Side side, std::string text = {});
		/// The connection is lost to the driver and its transport closed.

	Loop& loop() { return _loop; }
	const Transport& transport() const { return *_transport; }

	virtual void received() {}
		/// The driver has taken what was read. Nothing; a server judges a request here.

	virtual void left(const CloseInfo& info) = 0;
		/// Everything has been told and the transport is closed: the owner lets go, by Loop::dispose().

private:
	friend class LoopSignal;

	enum class Phase: std::uint8_t
	{
		NEW,
		OPENING,
		TALKING,
		LINGERING,
		ENDED
	};

	using Stage = LinkClock::Stage;

	static constexpr int MAX_READS = 16;
		/// Of one turn, where a transport holds more than one read has room for.

	void ready(Interest what) override;
	void expired() override;

	void signalled();
	void open();
	void read();
	bool take(Transport::Result result, std::span<char> bytes);
	bool write();
	void readRest();
	void lose();
	void fail();
	void linger();
	void dropInput();
	void followState();
	void checkQueue(std::size_t before, std::size_t waiting);
	void judge(Deadline now);
	void keepAlive(Deadline now);
	void watch();
	void schedule();
	bool wantsInput() const;
	std::size_t waiting() const;

	Loop& _loop;
	std::unique_ptr<Transport> _transport;
	const ConnectionSettings* _settings;
	Channel* _channel = nullptr;
	Mailbox* _mailbox = nullptr;
	std::shared_ptr<LoopSignal> _signal;

	LinkClock _clock;

	Phase _phase = Phase::NEW;
	Interest _interest = Interest::NONE;
	CloseInfo::Side _closedBy = CloseInfo::Side::PEER;
	Cause _closedFor = Cause::CLOSED;
	bool _busy = false;                  // within ready() or so: attend() follows
	bool _touched = false;               // attend() has been asked for
	bool _peerEnded = false;
	bool _aboveHighWater = false;
};


template <class Call>
void LoopLink::guard(const Call& call)
{
	try
	{
		call();
	}
	catch (...)
	{
		fail();
	}
}


} } // namespace WS::Net


#endif // WS_Net_LoopLink_INCLUDED
