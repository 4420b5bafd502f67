//
// SocketIO.h
//
// What the adapters do with a connected socket.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_SocketIO_INCLUDED
#define WS_Net_SocketIO_INCLUDED


#include "Deadline.h"
#include "WS/Driver.h"
#include <cstddef>
#include <span>
#include <string_view>
#include <sys/types.h>


namespace WS {
namespace Net {


class Wakeup;


class SocketIO
	/// Reads, writes and waits on a connected socket that somebody else owns, blocking or not. Repeats what
	/// a signal interrupted; never raises SIGPIPE.
{
public:
	enum class Result
	{
		DONE,
		WOULD_BLOCK,
		ENDED,        /// the peer will send nothing more
		FAILED        /// the connection is lost
	};

	struct Ready
		/// What a wait was ended by; nothing at all: the deadline or a signal.
	{
		bool socket = false;
		bool wakeup = false;
	};

	explicit SocketIO(int descriptor);

	Result receive(std::span<char> buffer, std::size_t& size);
		/// Reads what is there, once.

	Result receiveSoon(std::span<char> buffer, std::size_t& size);
		/// The same, but waits for it as long as the receive timeout of a blocking socket.

	Result send(std::string_view bytes, std::size_t& size);
		/// Writes as many of the bytes as the socket takes at once.

	Result write(Driver& driver, std::size_t& written);
		/// Writes the driver's output as far as the socket takes it, many pieces at a time, and adds what
		/// was written to written. DONE: nothing is left.

	Ready wait(bool reading, bool writing, const Wakeup& wakeup, Deadline deadline);
		/// Waits until the socket can be read or written as asked for, has failed, or the wakeup is signalled.

	void shutdownSend();
		/// Tells the peer that nothing more follows.

private:
	Result receive(std::span<char> buffer, std::size_t& size, int flags);
	Result sendMany(const Driver& driver, std::size_t& size);
	static Result sent(ssize_t n, std::size_t& size);

	int _descriptor;
};


} } // namespace WS::Net


#endif // WS_Net_SocketIO_INCLUDED
