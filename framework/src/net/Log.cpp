//
// Log.cpp
//
// What the adapters write to the log.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Log.h"
#include <Poco/Exception.h>
#include <Poco/Logger.h>
#include <algorithm>
#include <exception>
#include <string>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t MAX_TEXT = 200;


std::string printable(std::string text)
{
	text.resize(std::min(text.size(), MAX_TEXT));
	for (char& c: text)
		if (c < ' ' || c == 0x7f) c = '?';
	return text;
}


std::string currentException()
{
	try
	{
		throw;
	}
	catch (const Poco::Exception& exception)
	{
		return exception.displayText();
	}
	catch (const std::exception& exception)
	{
		return std::string("exception: ") + exception.what();
	}
	catch (...)
	{
		return "something that is no std::exception";
	}
}


} // namespace


void logError(const Poco::Net::SocketAddress& peer, std::string_view what) noexcept
{
	try
	{
		Poco::Logger::get("WS.Net").error(peer.toString() + ": " + printable(std::string(what)));
	}
	catch (...)
	{
		// A log that fails has nowhere to say so.
	}
}


void logException(const Poco::Net::SocketAddress& peer, std::string_view who) noexcept
{
	try
	{
		logError(peer, std::string(who) + " threw " + currentException());
	}
	catch (...)
	{
		logError(peer, who);
	}
}


} } // namespace WS::Net
