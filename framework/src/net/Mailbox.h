//
// Mailbox.h
//
// What other threads want of a connection.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Mailbox_INCLUDED
#define WS_Net_Mailbox_INCLUDED


#include "Deadline.h"
#include "WS/Frame.h"
#include "WS/Net/ConnectionSettings.h"
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>


namespace WS {
namespace Net {


class Signal;


struct Mail
	/// TEXT, BINARY or PING with a payload; CLOSE with a code and a reason.
{
	Opcode opcode;
	CloseCode code;
	std::string payload;
	SendOptions options;
};


class Mailbox
	/// The queue between a connection's handles and its owner, which is told when the queue stops being empty.
{
public:
	Mailbox(std::shared_ptr<Signal> signal, std::size_t maxQueued, std::thread::id owner = {}, FullQueue whenFull = FullQueue::DROP_NEWEST);
		/// A thread that is the owner takes its mail before it waits, and is not told of what it posts itself.

	void limit(std::size_t maxQueued, FullQueue whenFull);
		/// Other limits; before share().

	// From any thread

	void share();
		/// Somebody can post from now on.

	bool post(Opcode opcode, std::string&& payload, const SendOptions& options = {});
		/// False: closing, or too much is queued.

	bool close(CloseCode code, std::string&& reason);
		/// False: closing already.

	void cut(Deadline deadline);
		/// The owner is to end the connection at this point, whatever it waits for then.

	bool alive() const;
	std::size_t bufferedAmount() const;

	// From the owner's

	bool isShared() const;
		/// False: only cut() and the close before it can come.

	void announce();
		/// The connection may be given to anybody: LiveConnections::handles().

	bool isAnnounced() const;

	bool hasMail() const;
		/// Whether take() would do anything. Cheap.

	bool overflown() const;
		/// Whether too much was posted, and FullQueue::CLOSE makes that the end.

	std::vector<Mail> take();
		/// It counts as output until setOutput() tells better.

	Deadline cutAt() const;

	void setOutput(std::size_t size);
		/// How much output of the connection waits to be written.

	void shut();
		/// The connection is closing: nothing more is accepted, and what waits is dropped.

	void leave();
		/// The owner is gone: the same, and it is not woken any more.

private:
	void add(Mail&& mail);
	void overflow();
	void clear();

	mutable std::mutex _mutex;
	std::shared_ptr<Signal> _signal;
	const std::thread::id _owner;
	std::size_t _maxQueued;
	FullQueue _whenFull;
	std::vector<Mail> _mail;
	std::size_t _queued = 0;
	Deadline _cutAt = NEVER;
	bool _closing = false;
	bool _overflown = false;
	std::atomic<bool> _shared{false};
	std::atomic<bool> _announced{false};
	std::atomic<bool> _hasMail{false};
	std::atomic<std::size_t> _output{0};
};


} } // namespace WS::Net


#endif // WS_Net_Mailbox_INCLUDED
