//
// Duplex.h
//
// What can be piped, and to what.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Duplex_INCLUDED
#define WS_Duplex_INCLUDED


#include "WS/Frame.h"
#include <functional>
#include <list>
#include <string_view>
#include <type_traits>
#include <utility>


namespace WS {


enum class AtEnd
	/// What a pipe does to its target when its source has ended.
{
	END,
	LEAVE
};


template <class Type>
concept MessageTarget = requires(Type& type, const Message& message)
{
	type.write(message);
	type.end();
};


template <class Type>
concept ByteTarget = requires(Type& type, std::string_view bytes)
{
	type.write(bytes);
	type.end();
};


template <class Type>
concept PipeTarget = MessageTarget<Type> || ByteTarget<Type>;
	/// What a stream can be piped to: anything that has end() and one of these write(), which may return nothing. What
	/// returns false asks the source to pause, until a function is called that it was given by
	/// onDrain(std::function<void()>); if it has none, resume() has to be called by hand.


template <class Stream, class Data>
class Duplex
	/// What IO and Messages have in common. Any number of functions can be told of an event: they are called in the
	/// order in which they were added, all of them although one may throw. An empty function is ignored.
{
public:
	Duplex(const Duplex&) = delete;
	Duplex& operator = (const Duplex&) = delete;

	void onData(std::function<void(Data)> function) { add(_onData, std::move(function)); }
		/// The data are valid during the call.

	void onEnd(std::function<void()> function) { add(_onEnd, std::move(function)); }
		/// No more data come. Called once.

	void onDrain(std::function<void()> function) { add(_onDrain, std::move(function)); }
		/// Who stopped writing because write() returned false may go on.

	bool readable() const { return _readable; }
		/// Until onEnd is called.

	bool writable() const { return _writable; }
		/// Until the stream has ended.

	bool paused() const { return _paused; }
		/// Whether write() asks its caller to wait.

	template <PipeTarget Target>
	Target& pipe(Target& target, AtEnd atEnd = AtEnd::END);
		/// Writes all further data to the target, and returns the target: another stream, this one itself,
		/// or anything else that lives as long as the driver and does not drain afterwards. Bytes become binary messages; a message becomes its payload
		/// where the target takes bytes only. What comes for a target that has ended is dropped.

protected:
	template <class... Arguments>
	using Functions = std::list<std::function<void(Arguments...)>>;      // one that adds another is not moved

	Duplex() = default;
	~Duplex() = default;

	template <class... Arguments>
	static void add(Functions<Arguments...>& functions, std::function<void(Arguments...)>&& function)
	{
		if (function) functions.push_back(std::move(function));
	}

	Functions<Data> _onData;
	Functions<> _onEnd;
	Functions<> _onDrain;
	bool _readable = true;
	bool _writable = true;
	bool _paused = false;

private:
	template <class Target>
	static decltype(auto) write(Target& target, const Message& message)
	{
		if constexpr (MessageTarget<Target>) return target.write(message);
		else return target.write(message.payload);
	}

	template <class Target>
	static decltype(auto) write(Target& target, std::string_view bytes)
	{
		return write(target, Message(Opcode::BINARY, bytes));
	}

	template <class Target>
	static bool isFull(Target& target, Data data)
		// Writes, and tells whether a drain will follow: one of our streams also returns false for what it could not send.
	{
		if constexpr (std::is_void_v<decltype(write(target, data))>)
		{
			write(target, data);
			return false;
		}
		else
		{
			if (write(target, data)) return false;
			if constexpr (requires { target.paused(); }) return target.paused();
			else return true;
		}
	}

	template <class Target>
	static bool hasEnded(const Target& target)
	{
		if constexpr (requires { target.writable(); }) return !target.writable();
		else return false;
	}
};


//
// inlines
//


template <class Stream, class Data>
template <PipeTarget Target>
Target& Duplex<Stream, Data>::pipe(Target& target, AtEnd atEnd)
{
	auto& source = static_cast<Stream&>(*this);
	onData([&source, &target](Data data) { if (!hasEnded(target) && isFull(target, data)) source.pause(); });
	if constexpr (requires { target.onDrain([] {}); }) target.onDrain([&source] { if (source.readable()) source.resume(); });
	if (atEnd == AtEnd::END) onEnd([&target] { target.end(); });
	return target;
}


} // namespace WS


#endif // WS_Duplex_INCLUDED
