//
// SendQueue.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_SendQueue_INCLUDED
#define WS_SendQueue_INCLUDED


#include "FrameWriter.h"
#include <string>
#include <string_view>
#include <vector>


namespace WS {


class SendQueue
	/// What was sent before the connection is open, in order: its dialect is not known yet.
{
public:
	struct Item
	{
		Opcode opcode;
		std::string payload;
		SendOptions options;
	};

	bool add(Opcode opcode, std::string_view payload, const SendOptions& options, std::size_t maxSize)
		/// False: it would hold more than maxSize bytes. An item counts with a header, so that
		/// empty ones are bounded too.
	{
		const std::size_t size = MAX_HEADER + payload.size();
		if (size > maxSize || _size > maxSize - size) return false;
		_items.push_back({opcode, std::string(payload), options});
		_size += size;
		return true;
	}

	const std::vector<Item>& items() const
	{
		return _items;
	}

private:
	std::vector<Item> _items;
	std::size_t _size = 0;
};


} // namespace WS


#endif // WS_SendQueue_INCLUDED
