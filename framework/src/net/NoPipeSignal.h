//
// NoPipeSignal.h
//
// Keeps a thread from being killed by a peer that is gone.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_NoPipeSignal_INCLUDED
#define WS_Net_NoPipeSignal_INCLUDED


namespace WS {
namespace Net {


class NoPipeSignal
	/// Blocks SIGPIPE on the thread that makes it, as long as it exists: Poco writes to sockets with TLS of its own without
	/// regard to that. What came meanwhile is dropped.
{
public:
	NoPipeSignal();
	~NoPipeSignal();

	NoPipeSignal(const NoPipeSignal&) = delete;
	NoPipeSignal& operator = (const NoPipeSignal&) = delete;

private:
	bool _wasBlocked = false;
};


} } // namespace WS::Net


#endif // WS_Net_NoPipeSignal_INCLUDED
