//
// NetLog.h
//
// What the adapters write to the log.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetLog_INCLUDED
#define WSTest_NetLog_INCLUDED


#include <Poco/AutoPtr.h>
#include <Poco/Channel.h>
#include <memory>
#include <string>
#include <vector>


namespace WS::Test {


class NetLog
	/// Keeps what the adapters log as long as it exists.
{
public:
	NetLog();
	~NetLog();

	NetLog(const NetLog&) = delete;
	NetLog& operator = (const NetLog&) = delete;

	std::vector<std::string> lines() const;

	bool has(const std::string& part) const;
		/// Whether a line contains the part.

private:
	class Lines;

	Poco::AutoPtr<Lines> _lines;
};


} // namespace WS::Test


#endif // WSTest_NetLog_INCLUDED
