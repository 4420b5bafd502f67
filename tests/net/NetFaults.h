//
// NetFaults.h
//
// Makes system calls on sockets fail, as they may at any time.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetFaults_INCLUDED
#define WSTest_NetFaults_INCLUDED


#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <thread>


namespace WS::Test {


enum class Fault
{
	SHORT,              /// one byte is read or written, of several
	WOULD_BLOCK,        /// EAGAIN, from calls that do not block
	INTERRUPTED,        /// EINTR
	RESET,              /// ECONNRESET, and the connection is indeed lost
	NO_DESCRIPTORS      /// EMFILE, from accepting
};


std::ostream& operator << (std::ostream& stream, Fault fault);


class Whose
	/// Which calls are meant.
{
public:
	static Whose thisThread();
		/// All of the calling thread, those that wait for many sockets included.

	static Whose server(std::uint16_t port);
	static Whose client(std::uint16_t port);
		/// Calls on sockets of a server on that port, or of its clients, on any thread.

	bool contains(int descriptor) const;

private:
	enum class Kind
	{
		THREAD,
		SERVER,
		CLIENT
	};

	Whose(Kind kind, std::uint16_t port);

	Kind _kind;
	std::uint16_t _port;
	std::thread::id _thread = std::this_thread::get_id();
};


class NetFaults
	/// Lets the fault happen to one of the calls to which it can happen, or to each. This program's recv(), send(), sendmsg(), read(), write(),
	/// accept(), accept4(), connect(), poll() and epoll_wait() are its own, and call the system's; without one of these
	/// objects that is all they do. One object at a time.
{
public:
	static constexpr std::size_t EVERY = 0;

	NetFaults(Fault fault, std::size_t number, const Whose& whose);
		/// number: of the call, from 1; or EVERY, which is for SHORT alone: whatever fails each time gets nowhere.

	~NetFaults();

	NetFaults(const NetFaults&) = delete;
	NetFaults& operator = (const NetFaults&) = delete;

	bool happened() const;

	enum class Call
	{
		RECEIVE,
		SEND,
		CONNECT,
		ACCEPT,
		WAIT,
		SIGNAL           /// read() and write(), which are for what wakes a thread up
	};

	static std::optional<Fault> next(Call call, int descriptor, std::size_t size, bool mayBlock);
		/// For the calls: what is to happen.

private:
	bool canHappen(Call call, std::size_t size, bool mayBlock) const;

	const Fault _fault;
	const std::size_t _number;
	const Whose _whose;
	std::size_t _count = 0;
};


} // namespace WS::Test


#endif // WSTest_NetFaults_INCLUDED
