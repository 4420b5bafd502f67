//
// Peer.h
//
// A driver with everything around it that a test needs: recorded events, fixed keys, a transport in memory.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Peer_INCLUDED
#define WSTest_Peer_INCLUDED


#include "WS/ClientDriver.h"
#include "WS/ServerDriver.h"
#include "support/Events.h"
#include "support/Head.h"
#include "support/TestFrame.h"
#include <tuple>


namespace WS::Test {


enum Unopened
	/// Makes a peer whose handshake has not begun.
{
	UNOPENED
};


class Peer: public Recorder
	/// What Server and Client have in common.
{
public:
	void receive(const Bytes& bytes);
		/// From a buffer of exactly that size that is gone afterwards.

	void receive(const TestFrame& frame);
		/// Masked if the other side must mask, unless the frame has a key of its own.

	void receiveAll(const std::vector<TestFrame>& frames);
		/// In one read.

	void goOn();
		/// receive({}): after a listener threw.

	Bytes output();
		/// All that waits to be written, which is written thereby.

	State state() const;
	bool isOpen() const;
	bool isClosed() const;
		/// Closed, and the driver agrees that nothing can be sent.

	virtual TestFrame incoming(TestFrame frame) const = 0;
		/// As the other side would send it.

	virtual Bytes outgoing(TestFrame frame) const = 0;
		/// As we have to send it.

	Bytes allIncoming(const std::vector<TestFrame>& frames) const;
	Bytes allOutgoing(const std::vector<TestFrame>& frames) const;

	virtual Driver& driver() = 0;
	Driver* operator -> ();
};


class Server: public Peer
{
public:
	explicit Server(Options options = {});
		/// Opened by Head::request(); what came of that is forgotten.

	explicit Server(const Head& request, Options options = {});
		/// Opened by that request.

	explicit Server(Unopened, Options options = {});
		/// Parses the request itself.

	Server(Unopened, Request request, Options options = {});

	TestFrame incoming(TestFrame frame) const override;
	Bytes outgoing(TestFrame frame) const override;
	ServerDriver& driver() override;
	ServerDriver* operator -> ();

private:
	std::unique_ptr<ServerDriver> _driver;
};


class Client: public Peer
	/// Its key is KEY, its masks are all MASK.
{
public:
	explicit Client(Options options = {});
		/// Opened by Head::response(); what came of that is forgotten.

	explicit Client(const Head& response, Options options = {});
		/// Opened by that response.

	explicit Client(Unopened, Options options = {});
	Client(Unopened, const std::string& uri, Options options = {});

	TestFrame incoming(TestFrame frame) const override;
	Bytes outgoing(TestFrame frame) const override;
	ClientDriver& driver() override;
	ClientDriver* operator -> ();

private:
	std::unique_ptr<ClientDriver> _driver;
};


using Roles = std::tuple<Server, Client>;
	/// For BOOST_AUTO_TEST_CASE_TEMPLATE: one rule, both sides.


std::function<void(std::span<char>)> fixedRandom();
	/// First the 16 bytes whose Base64 is KEY, then MASK again and again.


std::function<void(std::span<char>)> noRandom();
	/// Throws Poco::SystemException.


Options with(std::size_t Options::*member, std::size_t value);
	/// Options that differ from the default in one size.


} // namespace WS::Test


#endif // WSTest_Peer_INCLUDED
