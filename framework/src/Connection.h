//
// Connection.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Connection_INCLUDED
#define WS_Connection_INCLUDED


#include "Calls.h"
#include "Handshake.h"
#include "KeptInput.h"
#include "Output.h"
#include "PingCallbacks.h"
#include "Random.h"
#include "SendQueue.h"
#include "WS/Driver.h"
#include "WS/Protocol.h"
#include <memory>
#include <new>
#include <string>


namespace WS {


class Connection final: public ProtocolContext
	/// The state machine: every transition happens here, every event is fired here, every byte of
	/// output is appended here. The numbers of the data path:
	///
	///     1 receive      the transport's bytes, or those kept from before
	///     2 step         to the handshake while connecting, else to the dialect
	///     3 deliver ...  the dialect hands up; the listener is called last, after everything is committed
	///     4 send         the application's messages go to the dialect
	///     5 append       the dialect's bytes join the output
	///     6 consume      the transport has written
	///
	/// An ending goes through end() whatever its cause.
{
public:
	Connection(Role role, Listener& listener, std::shared_ptr<const Options> options);

	Connection(const Connection&) = delete;
	Connection& operator = (const Connection&) = delete;

	~Connection();

	// For the driver

	void receive(std::span<char> bytes);
	void receiveEnd();

	const Output& output() const { return _output; }
	void consume(std::size_t size);
	bool finished() const;

	State state() const { return _state; }
	std::string_view version() const;
	std::string_view protocolName() const { return _protocolName; }
	Handshake& handshake() { return *_handshake; }

	bool start();
	bool addExtension(ExtensionRegistry::Pointer extension);
	std::span<const Negotiated> negotiated() const;
	bool send(Opcode opcode, std::string_view payload, const SendOptions& options);
	bool send(Opcode opcode, std::string&& payload, const SendOptions& options);
	bool ping(std::string_view payload, PingCallbacks::Callback done);
	bool sendControl(Opcode opcode, std::string_view payload);
	bool close(CloseCode code, std::string_view reason);
	void releaseIdle();

	// For the handshakes

	void attach(Handshake& handshake) { _handshake = &handshake; }
	void connect(const Request& request);
		/// The request has arrived: fires onConnect.

	std::string_view early() const { return _early.empty() ? _kept.view() : _early; }
		/// What has arrived and waits for the handshake.

	Scope<std::string_view> showEarly(std::span<const char> rest) { return {_early, {rest.data(), rest.size()}}; }
		/// early() is the rest, which is not kept yet, while the result lives.

	void open(std::unique_ptr<Protocol> protocol, std::string name);
		/// The response is written, or has come: the dialect takes over, and opens at once or later.

	void refuse(const Failure& failure);
		/// Ends a handshake that the other end failed.

	// ProtocolContext

	Role role() const override { return _role; }
	const Options& options() const override { return *_options; }
	const ExtensionRegistry& extensions() const override { return _extensions ? *_extensions : _options->extensions; }
	void opened() override;
	bool deliver(Message& message) override;
	void ping(std::string_view payload) override;
	void pong(std::string_view payload) override;
	void closed(CloseCode code, std::string_view reason) override;
	using ProtocolContext::fail;
	void fail(const Failure& failure) override;
	std::string& append(std::size_t size) override;
	void append(std::string_view head, std::string&& piece) override;
	bool random(std::span<char> bytes) override;

private:
	template <class Event>
	void tell(Event&& event)
		// Calls the application once: receive() does nothing meanwhile.
	{
		Scope busy(_busy, true);
		event();
	}

	template <class Call>
	void attempt(Call&& call)
		// Without memory the stream may have a hole: the connection ends.
	{
		try
		{
			call();
		}
		catch (const std::bad_alloc&)
		{
			end(nullptr, CloseCode::ABNORMAL, {});
			throw;
		}
	}

	void process(std::span<char>& bytes);
	bool step(std::span<char>& bytes);
	bool supports(Opcode opcode) const;
	bool isWanted(Opcode opcode, std::string_view payload) const;
	template <class Payload>
	bool sendNow(Opcode opcode, Payload&& payload, const SendOptions& options);
	void sendQueued();
	void sendHeldPong();
	void end(const Failure* failure, CloseCode code, std::string_view reason);

	Listener& _listener;
	std::shared_ptr<const Options> _options;
	Handshake* _handshake = nullptr;
	std::unique_ptr<Protocol> _protocol;
	std::unique_ptr<ExtensionRegistry> _extensions;  // none: those of the options
	std::unique_ptr<SendQueue> _queue;       // what was sent before open
	std::unique_ptr<std::string> _heldPong;  // the newest, while the output is above its mark
	std::unique_ptr<Random> _random;
	Output _output;
	PingCallbacks _pings;
	KeptInput _kept;                         // input that could not be processed yet
	std::string_view _early;                 // the same, in the transport's buffer
	std::string _protocolName;
	Role _role;
	State _state = State::CONNECTING;
	bool _busy = false;                      // in receive() or in an event
	bool _awaitsEnd = false;                 // a client that waits for the server to end the transport
};


} // namespace WS


#endif // WS_Connection_INCLUDED
