//
// NetLog.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetLog.h"
#include <Poco/Logger.h>
#include <Poco/Message.h>
#include <algorithm>
#include <mutex>


namespace WS::Test {


class NetLog::Lines: public Poco::Channel
{
public:
	void log(const Poco::Message& message) override
	{
		const std::lock_guard lock(_mutex);
		_lines.push_back(message.getText());
	}

	std::vector<std::string> all() const
	{
		const std::lock_guard lock(_mutex);
		return _lines;
	}

private:
	mutable std::mutex _mutex;
	std::vector<std::string> _lines;
};


NetLog::NetLog():
	_lines(new Lines)
{
	Poco::Logger::get("WS.Net").setChannel(_lines);
}


NetLog::~NetLog()
{
	Poco::Logger::get("WS.Net").setChannel(nullptr);
}


std::vector<std::string> NetLog::lines() const
{
	return _lines->all();
}


bool NetLog::has(const std::string& part) const
{
	const auto all = lines();
	return std::any_of(all.begin(), all.end(), [&](const std::string& line) { return line.find(part) != std::string::npos; });
}


} // namespace WS::Test
