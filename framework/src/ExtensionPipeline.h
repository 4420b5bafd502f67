//
// ExtensionPipeline.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ExtensionPipeline_INCLUDED
#define WS_ExtensionPipeline_INCLUDED


#include "WS/ExtensionRegistry.h"
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>


namespace WS {


class BufferPool;


class ExtensionPipeline
	/// The extensions of one connection: in their order for what is sent, and in the reverse order for what is received
	/// (RFC 6455 9.1). Messages pass through two buffers by turns, so that none is allocated for each.
{
public:
	explicit ExtensionPipeline(BufferPool* pool);

	~ExtensionPipeline();

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
		/// The message becomes what all stages make of it: a view of their buffers until the next call. A result:
		/// a stage failed, and its text begins with the extension's name.

	void release();
		/// Idle: sessions give back what they can, and the buffers go.

	std::vector<Negotiated> negotiated() const;

private:
	struct Stage
	{
		std::shared_ptr<const Extension> extension;
		std::unique_ptr<Session> session;
		ExtensionParams params;
		Rsv rsv;
	};

	template <class Call>
	std::optional<SessionResult> pass(const Stage& stage, Message& message, const Call& call);

	std::vector<Stage> _stages;
	BufferPool* const _pool;
	std::string _buffers[2];
	std::size_t _turn = 0;               // the buffer that is free
	Rsv _rsv = Rsv::NONE;
	bool _hasUnmarked = false;           // a stage without reserved bits
};


} // namespace WS


#endif // WS_ExtensionPipeline_INCLUDED
