//
// Wakeup.h
//
// Interrupts a thread that waits for its sockets.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Wakeup_INCLUDED
#define WS_Net_Wakeup_INCLUDED


#include "Signal.h"


namespace WS {
namespace Net {


class Wakeup final: public Signal
	/// A descriptor that one thread polls and any thread makes readable.
{
public:
	Wakeup();
		/// Throws Poco::IOException when there are no descriptors left.

	~Wakeup() override;

	Wakeup(const Wakeup&) = delete;
	Wakeup& operator = (const Wakeup&) = delete;

	int descriptor() const;
		/// What to poll for input.

	void signal() noexcept override;
		/// Makes the descriptor readable. From any thread.

	void reset() noexcept;
		/// Makes the descriptor unreadable again.

private:
	int _read;
	int _write;
};


} } // namespace WS::Net


#endif // WS_Net_Wakeup_INCLUDED
