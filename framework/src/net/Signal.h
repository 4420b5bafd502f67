//
// Signal.h
//
// Tells a thread that something waits for it.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Signal_INCLUDED
#define WS_Net_Signal_INCLUDED


namespace WS {
namespace Net {


class Signal
	/// How a Mailbox tells its owner, from any thread.
{
public:
	virtual ~Signal() = default;

	virtual void signal() noexcept = 0;
};


} } // namespace WS::Net


#endif // WS_Net_Signal_INCLUDED
