//
// RelayEnd.h
//
// One of the two connections of a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_RelayEnd_INCLUDED
#define WS_Net_RelayEnd_INCLUDED


#include "Deadline.h"
#include "Transport.h"
#include "WS/Driver.h"
#include <Poco/Timespan.h>
#include <span>


namespace WS {
namespace Net {


class RelayEnd
	/// One of the two connections of a relay: moves bytes between its driver and its transport without ever waiting,
	/// and ends the transport when all is said.
{
public:
	struct Timeouts
		/// As in ConnectionSettings.
	{
		Poco::Timespan close;
		Poco::Timespan linger;
		Poco::Timespan send;
	};

	RelayEnd(Driver& driver, Transport* transport, const Timeouts& timeouts);
		/// The transport is open; none: it has ended before.

	RelayEnd(const RelayEnd&) = delete;
	RelayEnd& operator = (const RelayEnd&) = delete;

	virtual ~RelayEnd();

	void turn();
		/// Does what is due without input: what other threads want, output, timeouts.

	void read(std::span<char> buffer);
		/// Reads once what is there.

	void leave();
		/// Closes the connection since we go away.

	virtual bool wantsRead() const;
	bool wantsWrite() const;

	bool holdsInput() const;
		/// Whether there is something to read although the socket need not tell.

	bool isOver() const;
		/// The transport has ended.

	int descriptor() const;
	Deadline deadline() const;
		/// When turn() is to be called at the latest.

	bool isDue() const;
		/// Whether turn() would do something already now.

	virtual int wakeupDescriptor() const = 0;
		/// Readable when other threads want something; -1: nobody can any more.

	virtual void onWakeup() = 0;
		/// It has been signalled.

	virtual bool hasMail() const = 0;
		/// Whether there is something that was not signalled.

	virtual Deadline cutAt() const = 0;
		/// When both ends are to be cut; NEVER as long as nobody wants that.

	void cut();
		/// Ends the transport, if that has not happened.

protected:
	virtual void takeMail() = 0;
		/// Does what other threads want.

	virtual void afterWrite() = 0;

	virtual bool receive(std::span<char> bytes) = 0;
		/// Gives the driver what was read. Throws nothing; false: to be cut.

	virtual void receiveEnd() = 0;
	virtual void end() = 0;
		/// The transport ends. Tells the driver. Throw nothing, both.

	void shutdownSend();
	Driver& driver() const;

private:
	void write();
	void limitTime();

	Driver& _driver;
	Transport* const _transport;
	const int _descriptor;
	const Timeouts _timeouts;
	Deadline _closeBy = NEVER;
	Deadline _sendBy = NEVER;
	State _seen = State::OPEN;   // when turn() was through
	bool _peerEnded = false;
	bool _lost = false;          // nothing can be written any more
	bool _shutDown = false;
	bool _lingers = false;
	bool _over = false;
};


} } // namespace WS::Net


#endif // WS_Net_RelayEnd_INCLUDED
