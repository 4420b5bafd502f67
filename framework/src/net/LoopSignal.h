//
// LoopSignal.h
//
// Has a connection looked after by its event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_LoopSignal_INCLUDED
#define WS_Net_LoopSignal_INCLUDED


#include "Signal.h"
#include <memory>


namespace WS {
namespace Net {


class Loop;
class LoopLink;


class LoopSignal final: public Signal, public std::enable_shared_from_this<LoopSignal>
	/// Has a link looked after by its loop, as long as there is one.
{
public:
	explicit LoopSignal(Loop& loop);

	void signal() noexcept override;
		/// From any thread, as long as the loop exists.

	void setLink(LoopLink* link) { _link = link; }
		/// On the loop's thread. Null: it is gone.

private:
	Loop& _loop;
	LoopLink* _link = nullptr;
};


} } // namespace WS::Net


#endif // WS_Net_LoopSignal_INCLUDED
