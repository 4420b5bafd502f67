//
// LoopSignal.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LoopSignal.h"
#include "Log.h"
#include "Loop.h"
#include "LoopLink.h"


namespace WS {
namespace Net {


LoopSignal::LoopSignal(Loop& loop):
	_loop(loop)
{
}


void LoopSignal::signal() noexcept
	// Without memory the link is looked after when something comes, or at its next deadline.
{
	try
	{
		_loop.post([self = shared_from_this()] { if (self->_link) self->_link->signalled(); });
	}
	catch (...)
	{
		logException({}, "a handle");
	}
}


} } // namespace WS::Net
