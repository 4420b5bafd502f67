//
// ExtensionPipeline.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ExtensionPipeline_INCLUDED
#define WS_ExtensionPipeline_INCLUDED


#include "TurningBuffers.h"
#include "WS/ExtensionRegistry.h"
#include <memory>
#include <optional>
#include <span>
#include <vector>


namespace WS {


class ExtensionPipeline
	/// The extensions of one connection: in their order for what is sent, and in the reverse order for what is received
	/// (RFC 6455 9.1). The two ways share no buffer: an application may send while it reads what was received.
{
public:
	explicit ExtensionPipeline(BufferPool* pool);

	bool hasRoomFor(const Extension& extension) const;
		/// Whether its reserved bits are free.

	void add(std::shared_ptr<const Extension> extension, std::unique_ptr<Session> session, ExtensionParams params);
		/// There is room for it.

	bool empty() const { return _stages.empty(); }
	Rsv rsv() const { return _rsv; }

	bool touches(Rsv rsv) const;
		/// Whether decode() may change a message with these bits.

	std::optional<SessionResult> decode(Message& message, std::size_t maxLength);
	std::optional<SessionResult> encode(Message& message, const SendOptions& options);
		/// The message becomes what all stages make of it: a view of their buffers until decoded() or encoded(). A result:
		/// a stage failed, and its text begins with the extension's name; nothing passes any more.

	void decoded() { _incoming.done(); }
	void encoded() { _outgoing.done(); }
		/// The message is not needed any more.

	void release();
		/// Idle: sessions give back what they can, and the buffers go.

	std::span<const Negotiated> negotiated() const { return _negotiated; }
		/// In the order of what is sent.

private:
	struct Stage
	{
		std::shared_ptr<const Extension> extension;
		std::unique_ptr<Session> session;
		Rsv rsv;
	};

	template <class Call>
	SessionResult pass(const Stage& stage, TurningBuffers& buffers, Message& message, const Call& call);

	std::vector<Stage> _stages;
	std::vector<Negotiated> _negotiated;
	TurningBuffers _incoming;
	TurningBuffers _outgoing;
	Rsv _rsv = Rsv::NONE;
	bool _hasUnmarked = false;           // a stage without reserved bits
};


} // namespace WS


#endif // WS_ExtensionPipeline_INCLUDED
