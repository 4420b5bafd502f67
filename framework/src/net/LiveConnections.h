//
// LiveConnections.h
//
// The connections that one factory serves.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_LiveConnections_INCLUDED
#define WS_Net_LiveConnections_INCLUDED


#include "Deadline.h"
#include "WS/Net/Handle.h"
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>


namespace WS {
namespace Net {


class LiveConnections
	/// The connections that one factory serves. For all threads.
{
public:
	bool add(const std::shared_ptr<Mailbox>& mailbox);
		/// False: closeAll() was called.

	void remove(const std::shared_ptr<Mailbox>& mailbox);

	void closeAll(CloseCode code, const std::string& reason, Deadline cutAt);
		/// Closes them all and lets no further one in.

	bool isClosing() const;
		/// Whether closeAll() was called.

	bool waitUntilEmpty(Deadline deadline);

	std::vector<Handle> handles() const;
	std::size_t size() const;

private:
	mutable std::mutex _mutex;
	std::condition_variable _changed;
	std::set<std::shared_ptr<Mailbox>> _mailboxes;
	bool _closing = false;
};


} } // namespace WS::Net


#endif // WS_Net_LiveConnections_INCLUDED
